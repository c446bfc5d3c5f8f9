"""Dutch. Gender c takes "de", n takes "het"; adjectives: bare and inflected."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

DUTCH = Lexicon(
    code="nl",
    topics={
        "music": {
            "thing": items(
                "n lied liederen; c gitaar gitaren; c viool violen; c plaat platen; c melodie "
                "melodieën; c trommel trommels; c fluit fluiten"
            ),
            "place": items("n theater theaters; c opera opera's; c studio studio's"),
            "person": items("c zangeres zangeressen; c dirigent dirigenten; c muzikant muzikanten"),
            "activity": items(
                "in het koor zingen; in een orkest spelen; noten leren lezen; met vrienden een plaat opnemen"
            ),
        },
        "market": {
            "thing": items(
                "c mand manden; c kaas kazen; c appel appels; c fles flessen; c taart taarten; c "
                "sjaal sjaals; n recept recepten"
            ),
            "place": items("c markthal markthallen; c winkel winkels; c bakkerij bakkerijen"),
            "person": items("c verkoper verkopers; c klant klanten; c bakker bakkers"),
            "activity": items(
                "groente verkopen; contant betalen; alles proeven; een kleine winkel openen; 's "
                "nachts brood bakken"
            ),
        },
        "sea": {
            "thing": items(
                "c boot boten; n net netten; c schelp schelpen; n anker ankers; c kaart kaarten; n "
                "zeil zeilen; c roeispaan roeispanen"
            ),
            "place": items("c haven havens; c vuurtoren vuurtorens; n aquarium aquaria"),
            "person": items("c visser vissers; c kapitein kapiteins; c matroos matrozen"),
            "activity": items(
                "rond het eiland varen; voor het ontbijt zwemmen; de oude boot schilderen; aan zee wonen"
            ),
        },
        "school": {
            "thing": items(
                "n boek boeken; n schrift schriften; n potlood potloden; n examen examens; c les "
                "lessen; n woordenboek woordenboeken; n opstel opstellen"
            ),
            "place": items("c school scholen; c bibliotheek bibliotheken; n klaslokaal klaslokalen"),
            "person": items("c lerares leraressen; c leerling leerlingen; c student studenten"),
            "activity": items(
                "medicijnen studeren; het hele boek lezen; drie talen leren; geschiedenis geven aan kinderen"
            ),
        },
        "trains": {
            "thing": items(
                "n kaartje kaartjes; c koffer koffers; n rijtuig rijtuigen; c dienstregeling "
                "dienstregelingen; c locomotief locomotieven; c stoel stoelen; c brug bruggen"
            ),
            "place": items("n station stations; c tunnel tunnels; n museum musea"),
            "person": items("c machinist machinisten; c reiziger reizigers; c ingenieur ingenieurs"),
            "activity": items(
                "'s nachts reizen; met de trein door de bergen gaan; op de volgende trein wachten; in "
                "de hoofdstad overstappen"
            ),
        },
        "garden": {
            "thing": items(
                "c roos rozen; c boom bomen; c bank banken; n hek hekken; c fontein fonteinen; c "
                "ladder ladders; c peer peren"
            ),
            "place": items("n park parken; c kas kassen; c boomgaard boomgaarden"),
            "person": items("c tuinman tuinmannen; c buurvrouw buurvrouwen; c boer boeren"),
            "activity": items(
                "tomaten planten; de bloemen water geven; onder de bomen slapen; elke week het gras maaien"
            ),
        },
    },
    nouns={
        "object": items(
            "c brief brieven; c sleutel sleutels; c lamp lampen; c tafel tafels; c klok klokken; "
            "c doos dozen; n schilderij schilderijen; n mes messen; "
            "c paraplu paraplu's; c jas jassen; c krant kranten; n kopje kopjes"
        ),
        "loan": items(
            "n hotel hotels; c taxi taxi's; c radio radio's; c film films; c club clubs; c bar "
            "bars; n festival festivals; c pizza pizza's; "
            "c laptop laptops; n blog blogs"
        ),
    },
    adjectives={
        "thing": items(
            "oud oude; nieuw nieuwe; klein kleine; groot grote; mooi mooie; goedkoop goedkope; "
            "beroemd beroemde; modern moderne; vreemd vreemde; "
            "eenvoudig eenvoudige; groen groene; rood rode; kapot kapotte; zwaar zware; prachtig "
            "prachtige; vergeten vergeten; duur dure; belangrijk belangrijke"
        ),
        "person": items(
            "jong jonge; vriendelijk vriendelijke; beroemd beroemde; geduldig geduldige; zenuwachtig "
            "zenuwachtige; vrolijk vrolijke; eerlijk eerlijke"
        ),
    },
    verbs=items(
        "kocht kochten kopen koopt; verkocht verkochten verkopen verkoopt; vond vonden vinden "
        "vindt; beschreef beschreven beschrijven beschrijft; "
        "verloor verloren verliezen verliest; vergat vergaten vergeten vergeet; repareerde "
        "repareerden repareren repareert; toonde toonden tonen toont; "
        "koos kozen kiezen kiest; tekende tekenden tekenen tekent; zocht zochten zoeken zoekt; "
        "fotografeerde fotografeerden fotograferen fotografeert; "
        "bewaarde bewaarden bewaren bewaart; leende leenden lenen leent; bracht brachten brengen "
        "brengt; gebruikte gebruikten gebruiken gebruikt"
    ),
    phrases={
        "the": {"c": "de [{a1} ]{0}", "n": "het [{a1} ]{0}"},
        "a": {"c": "een [{a1} ]{0}", "n": "een [{a0} ]{0}"},
        "pl": {"c": "[{a1} ]{1}", "n": "[{a1} ]{1}"},
        "thes": {"c": "de [{a1} ]{1}", "n": "de [{a1} ]{1}"},
        "was": {"c": "de {0} was {a0}", "n": "het {0} was {a0}"},
        "this": {"c": "deze {0}", "n": "dit {0}"},
    },
    words={
        "weekday": items("maandag; dinsdag; woensdag; donderdag; vrijdag; zaterdag; zondag"),
        "month": items(
            "januari; februari; maart; april; mei; juni; juli; augustus; september; oktober; "
            "november; december"
        ),
        "connective": items(
            "toch; daarom; uiteindelijk; iets later; aan de andere kant; bovendien; allereerst; "
            "ondertussen; tot ieders verbazing; zoals altijd"
        ),
        "time": items(
            "vorige {weekday}; in de lente van {year}; gisterochtend; een paar dagen geleden; na "
            "het eten; op {day} {month}; tijdens de vakantie; "
            "voor zonsondergang; om {hour} uur; in {month}; {few} jaar geleden"
        ),
        "reason": items(
            "omdat het regende; want er was geen geld meer; omdat het gezin thuis wachtte; dus "
            "niemand was verbaasd; wat niet makkelijk was; "
            "want de winter was erg lang geweest; omdat de weg naar {city} afgesloten was; hoewel "
            "het al laat was"
        ),
        "opinion": items(
            "het is nooit te laat; we hebben veel geluk gehad; niets is zo eenvoudig als het "
            "lijkt; het beste moet nog komen; {the thing} is van ons allemaal; "
            "ik zou het zo weer doen; zonder {the thing} is er geen {city}; niemand heeft om {a "
            "thing} gevraagd; deze stad heeft {a place} nodig; "
            "de tijd gaat te snel; mijn moeder had altijd {a object}"
        ),
        "problem": items(
            "{the place} te klein is; de prijzen stijgen; er geen kaartjes meer zijn; het de hele "
            "week sneeuwt; {the thing} weg is; "
            "{friend} niet antwoordt; de bus weer te laat komt; de wind uit het noorden waait; "
            "{the object} zoek is"
        ),
        "habit": items(
            "luistert naar de radio; zoekt nieuws op internet; bestelt een pizza; neemt een taxi "
            "naar {city}; drinkt een cappuccino in de bar; "
            "speelt piano; schrijft een e-mail aan {expert}; leest {title}; slaapt in een hotel "
            "bij {the place}; kijkt naar een film over de tango"
        ),
        "saying": items(
            "goedemorgen allemaal; alles is goed; de deur staat open; tot morgen; niet aanraken; "
            "er was eens; vandaag gesloten; het was een lange dag"
        ),
    },
    fusions=(),
    openings=(
        (
            "{hero} kwam in {year} naar {town}[ met {few} {pl object}], en vandaag kent iedereen "
            "{hero:haar/hem}."
        ),
        (
            "op {weekday} {day} {month} <ging {the place} van {town} weer open|was {the place} van "
            "{town} vol mensen|bleef {the place} in {town} {few} uur stil>."
        ),
        "elke {weekday} <ontmoet|belt> {the person} uit {town} {friend} om over {pl thing} te praten.",
        "<weinig mensen|niet veel mensen> in {town} kennen {the thing} van {hero} uit {year} nog.",
        "volgens {title} {pasts} <vorig jaar|in {month}> {many} mensen in {town} {a thing}.",
        "toen {hero} {few} jaar oud was, {past} {hero:haar moeder/zijn vader} {a thing} in {city}.",
        "dit is het verhaal van {a person} uit {town}, en het begint in {year} met {a thing}.",
    ),
    body=(
        "{hero} {past} {a thing} en {a object} voor {many} euro[, {reason}].",
        "{connective} {past} {the person} {the thing}[, {reason}].",
        "{was thing}, maar {friend} had liever {the thing}[ uit {city}].",
        '"{opinion}", zei {friend}[, die sinds {year} in {city} woont].',
        "niemand wilde {the thing} {inf}, {reason}.",
        "{time} {pasts} {hero} en {friend} {few} {pl thing}[ in {the place}].",
        "{hero} zou <graag|het liefst> {activity}[, hoewel {problem}].",
        "voor {the place} is er {a loan}[, en daarnaast zie je {a thing}].",
        "{the person} <zegt|gelooft|weet> dat {the thing} belangrijker is dan {the object}.",
        "in de avond is het stil, alleen {friend} {habit}.",
        "er waren {many} {pl thing} en maar {few} {pl object}[, {reason}].",
        "hoe kun je {a thing} {inf} zonder {a object}?",
        "als {problem}, moet {the person} {the thing} {inf}[, zegt {friend}].",
        "{title} publiceerde een artikel over {the place} van {city}[ en het leven van {expert}].",
        "{connective} is niet {the thing} het probleem, maar {the object}.",
        "in {year} woonden er maar {few} gezinnen bij {the place}; nu zijn het er meer dan {many}.",
        "{friend} schreef een brief aan {expert}, maar het antwoord kwam <pas na {few} weken|nooit>.",
        "tussen {early_hour} en {hour} uur is er niemand in {the place}, <en|want> {the person} {habit}.",
        "de taxi van {town} naar {city} doet er {many} minuten over en kost {few} euro.",
        "de kinderen lachen als {the person} {the thing} {pres}[, en {friend} lacht mee].",
        "{friend} vroeg {hero} <twee keer|steeds weer> van wie {the thing} was.",
        "achter {the object} vonden we {a thing}, {few} {pl object} en een foto van {expert}.",
        "{connective} stopte {hero} {time} met werken en wilde alleen nog maar {activity}.",
        "heeft iemand ooit zoiets gezien als {this thing}, of is het gewoon {a object}?",
        '"{opinion}", schreef {hero} in {hero:haar/zijn} dagboek, "en {opinion}".',
    ),
    closings=(
        "dat is alles wat we weten over {the thing} van {town}.",
        (
            "{few} jaar later verhuisde {hero} naar {city}, <waar {hero:ze/hij} nog altijd "
            "woont|samen met {friend}>."
        ),
        "<misschien|wie weet>: in {month} kan alles veranderen in {town}.",
        "sindsdien {pres} {friend} elke {weekday} {the thing}.",
        "de rest van het verhaal staat in {title}.",
        "{hero} glimlachte en deed de deur dicht van {the place}.",
    ),
    quoting=(
        'op de muur van {the place} had iemand "{foreign}" geschreven, en {hero} begreep het niet.',
        '{friend} zei alleen "{foreign}", zoals men zegt in {city}.',
    ),
)
