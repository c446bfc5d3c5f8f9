"""Words and prose that the programs of all languages share, so that no name and no comment gives one away."""

NOUNS = (
    "account address amount angle area array asset author balance batch block book branch bucket buffer "
    "byte cache card cell channel child client cluster code color column config count cursor customer data "
    "date delay delta depth device digit edge element entry error event factor field file filter flag "
    "folder frame group handle hash header height history image index input invoice item job key label "
    "layer length level limit line link list lock log map mask match matrix member message meter method "
    "mode month name node note number offset option order output owner packet page parent part path payload "
    "pixel player point pool port price product profile query queue range rate ratio reading record region "
    "request result role root route row sample score segment sensor series server session shape signal size "
    "slot socket source stack stage start state status step stock store stream sum symbol table tag target "
    "task term text thread ticket time title token total tree unit user value vector version view weight "
    "width window word worker zone"
).split()

VERBS = (
    "add append apply build check clean clear close collect compare compute convert copy count create "
    "delete draw drop encode fetch fill filter find flush format get handle init insert join load lock log "
    "make map mark match measure merge move open pack parse pop print process push query read remove render "
    "replace reset resize resolve run save scan search send set show sort split start stop store sum swap "
    "trim update validate visit wait walk wrap write"
).split()

ADJECTIVES = (
    "active base big cached clean current daily default deep dirty empty extra fast final first fixed free "
    "full global good hidden inner last left linear local long lower main max min missing narrow new next "
    "old open other outer partial plain previous public raw recent remote right safe second short single "
    "slow small sorted stale strict third unique upper valid visible wide"
).split()

PARTICIPLES = (
    "accepted added changed checked cleared closed copied counted created dropped filled found freed kept "
    "loaded locked marked merged missing moved opened parsed printed ready removed reset saved sent shared "
    "skipped sorted split stored updated used written"
).split()

LICENCES = ("MIT", "Apache", "BSD", "GPL", "public domain")

# Comments, texts and messages; the symbols in lower case are the word lists above.
PROSE = {
    "noun": NOUNS,
    "verb": VERBS,
    "adjective": ADJECTIVES,
    "participle": PARTICIPLES,
    "licence": LICENCES,
    "thing": ("«noun»", "«adjective» «noun»", "«noun» «noun»", "«noun» of the «noun»"),
    "phrase": (
        "«verb» the «thing»",
        "«verb» and «verb» the «thing»",
        "the «thing» is «participle» here",
        "no «thing» left",
        "«noun» and «noun»",
        "«number» is the «adjective» «noun»",
        "see «person»",
        "skip the «thing»",
        "not «participle» yet",
        "only for the «thing»",
        "«^thing»",
    ),
    "sentence": (
        "«^verb» the «thing» before the «noun» is «participle».",
        "The «thing» must be «participle» first.",
        "Returns the «thing», or «number» if no «noun» is «participle».",
        "The «adjective» «noun» is «participle» when the «noun» is «adjective».",
        "Do not «verb» the «thing» while another «noun» is «participle».",
        "At most «number» «noun» values are «participle» at a time.",
        "«^verb» every «noun» with its «noun», then «verb» the rest.",
        "Asked for by «person»: the «noun» was «adjective».",
        "If the «thing» is «participle», «verb» it again.",
        "This is slow for more than «number» «noun» entries.",
        "«^thing» used by the «noun».",
        "We «verb» the «thing» for each «noun» and keep the «adjective» one.",
    ),
    "message": (
        "«noun»",
        "«noun»",
        "«adjective» «noun»",
        "«noun» not «participle»",
        "cannot «verb» the «noun»",
        "«verb» the «noun»",
        "«word»-«number»",
    ),
    "copyright": (
        "Copyright «year» «person»",
        "Copyright (c) «year» «person» and others",
        "«person», «year»",
        "(c) «year» the «noun» project",
    ),
    "notice": (
        "Use of this file is free under the «licence» licence.",
        "You may copy and change this file as the «licence» licence allows.",
        "Licensed under the «licence» licence, without any warranty.",
        "All rights to the «noun» «noun» stay with its authors.",
        "See the file LICENSE for the terms; there is no warranty.",
    ),
    "key": ("«noun»", "«noun»_«noun»", "«noun»-«noun»", "«noun»«number»"),
    "address": (
        "/«noun»/«noun»",
        "https://«word».example/«noun»",
        "«word»/«noun»",
        "mailto:«word»@«word».example",
    ),
    "word": NOUNS,
}
