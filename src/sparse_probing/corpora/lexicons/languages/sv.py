"""Swedish. Nouns: indefinite, definite, plural; gender u is "en", t is "ett". Adjectives: u, t, plural."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

SWEDISH = Lexicon(
    code="sv",
    topics={
        "music": {
            "thing": items(
                "u sång sången sånger; u gitarr gitarren gitarrer; u fiol fiolen fioler; u skiva "
                "skivan skivor; u melodi melodin melodier; u trumma trumman trummor; t piano pianot "
                "pianon"
            ),
            "place": items("u teater teatern teatrar; u opera operan operor; u studio studion studior"),
            "person": items(
                "u sångerska sångerskan sångerskor; u dirigent dirigenten dirigenter; u musiker "
                "musikern musiker"
            ),
            "activity": items(
                "sjunga i kören; spela i en orkester; lära sig läsa noter; spela in en skiva med några vänner"
            ),
        },
        "market": {
            "thing": items(
                "u korg korgen korgar; u ost osten ostar; t äpple äpplet äpplen; u flaska flaskan "
                "flaskor; u kaka kakan kakor; u halsduk halsduken halsdukar; t recept receptet recept"
            ),
            "place": items(
                "u marknad marknaden marknader; u affär affären affärer; t bageri bageriet bagerier"
            ),
            "person": items(
                "u försäljare försäljaren försäljare; u kund kunden kunder; u bagare bagaren bagare"
            ),
            "activity": items(
                "sälja grönsaker; betala kontant; smaka på allt; öppna en liten affär; baka bröd på natten"
            ),
        },
        "sea": {
            "thing": items(
                "u båt båten båtar; t nät nätet nät; u snäcka snäckan snäckor; t ankare ankaret "
                "ankaren; u karta kartan kartor; t segel seglet segel; u åra åran åror"
            ),
            "place": items("u hamn hamnen hamnar; u fyr fyren fyrar; t akvarium akvariet akvarier"),
            "person": items(
                "u fiskare fiskaren fiskare; u kapten kaptenen kaptener; u sjöman sjömannen sjömän"
            ),
            "activity": items("segla runt ön; simma före frukosten; måla den gamla båten; bo vid havet"),
        },
        "school": {
            "thing": items(
                "u bok boken böcker; t häfte häftet häften; u penna pennan pennor; t prov provet "
                "prov; u lektion lektionen lektioner; u ordbok ordboken ordböcker; u uppsats "
                "uppsatsen uppsatser"
            ),
            "place": items(
                "u skola skolan skolor; t bibliotek biblioteket bibliotek; t klassrum klassrummet klassrum"
            ),
            "person": items("u lärare läraren lärare; u elev eleven elever; u student studenten studenter"),
            "activity": items("läsa medicin; läsa hela boken; lära sig tre språk; undervisa barn i historia"),
        },
        "trains": {
            "thing": items(
                "u biljett biljetten biljetter; u väska väskan väskor; u vagn vagnen vagnar; u "
                "tidtabell tidtabellen tidtabeller; t lok loket lok; u sittplats sittplatsen "
                "sittplatser; u bro bron broar"
            ),
            "place": items("u station stationen stationer; u tunnel tunneln tunnlar; t museum museet museer"),
            "person": items(
                "u förare föraren förare; u resenär resenären resenärer; u ingenjör ingenjören ingenjörer"
            ),
            "activity": items("resa om natten; åka tåg över bergen; vänta på nästa tåg; byta i huvudstaden"),
        },
        "garden": {
            "thing": items(
                "u ros rosen rosor; t träd trädet träd; u bänk bänken bänkar; t staket staketet "
                "staket; u fontän fontänen fontäner; u stege stegen stegar; t päron päronet päron"
            ),
            "place": items(
                "u park parken parker; t växthus växthuset växthus; u trädgård trädgården trädgårdar"
            ),
            "person": items(
                "u trädgårdsmästare trädgårdsmästaren trädgårdsmästare; u granne grannen grannar; u "
                "bonde bonden bönder"
            ),
            "activity": items(
                "plantera tomater; vattna blommorna; sova under träden; klippa gräset varje vecka"
            ),
        },
    },
    nouns={
        "object": items(
            "t brev brevet brev; u nyckel nyckeln nycklar; u lampa lampan lampor; u stol stolen "
            "stolar; u klocka klockan klockor; u låda lådan lådor; "
            "u tavla tavlan tavlor; u kniv kniven knivar; t paraply paraplyet paraplyer; u rock "
            "rocken rockar; u tidning tidningen tidningar; u kopp koppen koppar"
        ),
        "loan": items(
            "t hotell hotellet hotell; u taxi taxin taxibilar; u radio radion radioapparater; u "
            "film filmen filmer; u klubb klubben klubbar; u bar baren barer; "
            "u festival festivalen festivaler; u pizza pizzan pizzor; u laptop laptopen laptopar; "
            "u blogg bloggen bloggar"
        ),
    },
    adjectives={
        "thing": items(
            "gammal gammalt gamla; ny nytt nya; stor stort stora; vacker vackert vackra; billig "
            "billigt billiga; känd känt kända; modern modernt moderna; "
            "konstig konstigt konstiga; enkel enkelt enkla; grön grönt gröna; röd rött röda; "
            "trasig trasigt trasiga; tung tungt tunga; "
            "underbar underbart underbara; bortglömd bortglömt bortglömda; dyr dyrt dyra; viktig "
            "viktigt viktiga"
        ),
        "person": items(
            "ung ungt unga; vänlig vänligt vänliga; trött trött trötta; känd känt kända; tålmodig "
            "tålmodigt tålmodiga; nervös nervöst nervösa; glad glatt glada; ärlig ärligt ärliga"
        ),
    },
    verbs=items(
        "köpte köpte köpa köper; sålde sålde sälja säljer; hittade hittade hitta hittar; beskrev "
        "beskrev beskriva beskriver; förlorade förlorade förlora förlorar; "
        "glömde glömde glömma glömmer; lagade lagade laga lagar; visade visade visa visar; valde "
        "valde välja väljer; ritade ritade rita ritar; "
        "lånade lånade låna lånar; fotograferade fotograferade fotografera fotograferar; behöll "
        "behöll behålla behåller; sökte sökte söka söker; "
        "hämtade hämtade hämta hämtar; använde använde använda använder"
    ),
    phrases={
        "the": {"u": "<{1}|den {a2} {1}>", "t": "<{1}|det {a2} {1}>"},
        "a": {"u": "en [{a0} ]{0}", "t": "ett [{a1} ]{0}"},
        "pl": {"u": "[{a2} ]{2}", "t": "[{a2} ]{2}"},
        "was": {"u": "{1} var {a0}", "t": "{1} var {a1}"},
        "this": {"u": "den här {1}", "t": "det här {1}"},
        "none": {"u": "ingen {0}", "t": "inget {0}"},
    },
    words={
        "weekday": items("måndag; tisdag; onsdag; torsdag; fredag; lördag; söndag"),
        "month": items(
            "januari; februari; mars; april; maj; juni; juli; augusti; september; oktober; november; december"
        ),
        "connective": items(
            "ändå; därför; till slut; lite senare; å andra sidan; dessutom; först och främst; under "
            "tiden; till allas förvåning; som vanligt"
        ),
        "time": items(
            "förra veckan; våren {year}; i går morse; för några dagar sedan; efter lunchen; den "
            "{day} {month}; under semestern; före solnedgången; "
            "klockan {hour}; i {month}; för {few} år sedan; en {weekday}"
        ),
        "reason": items(
            "eftersom det regnade; för det fanns inga pengar kvar; eftersom familjen väntade "
            "hemma; så ingen blev förvånad; vilket inte var lätt; "
            "för vintern hade varit mycket lång; eftersom vägen till {city} var stängd; trots att "
            "det redan var sent"
        ),
        "opinion": items(
            "det är aldrig för sent; vi har haft mycket tur; ingenting är så enkelt som det "
            "verkar; det bästa har inte hänt än; {the thing} tillhör oss alla; "
            "jag skulle göra om det; utan {the thing} finns inget {city}; ingen bad om {a thing}; "
            "den här staden behöver {a place}; "
            "tiden går för fort; min mamma hade alltid {a object}"
        ),
        "problem": items(
            "{the place} inte räcker till; priserna stiger; det inte finns biljetter kvar; det "
            "snöar hela veckan; {the thing} saknas; "
            "{friend} inte svarar; bussen är sen igen; vinden blåser från norr; {the object} är borta"
        ),
        "habit": items(
            "lyssnar på radio; söker nyheter på internet; beställer en pizza; tar en taxi till "
            "{city}; dricker en cappuccino i baren; spelar piano; "
            "skriver ett mejl till {expert}; läser {title}; sover på ett hotell vid {the place}; "
            "ser en film om tango"
        ),
        "saying": items(
            "god morgon allihop; allt är bra; dörren är öppen; vi ses i morgon; får ej vidröras; det "
            "var en gång; i dag är det stängt; det var en lång dag"
        ),
    },
    fusions=(),
    openings=(
        (
            "{hero} kom till {town} år {year}[ med {few} {pl object}], och i dag känner alla till "
            "{hero:henne/honom}."
        ),
        (
            "den {day} {month} <öppnade {the place} i {town} igen|kom mycket folk till {the place} i "
            "{town}|var det tyst vid {the place} i {town} i {few} timmar>."
        ),
        "varje {weekday} <träffar|ringer> {the person} från {town} {friend} för att prata om {pl thing}.",
        "<få människor|inte många> i {town} <minns|känner till> {the thing} som {hero} {past} år {year}.",
        "enligt {title} {pasts} {many} personer i {town} {a thing} <förra året|i {month}>.",
        "när {hero} var {few} år gammal {past} {hero:hennes mamma/hans pappa} {a thing} i {city}.",
        "det här är historien om {a person} från {town} som {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} och {a object} för {many} euro[, {reason}].",
        "{connective} {past} {the person} {the thing}[, {reason}].",
        "{was thing}, men {friend} ville hellre ha {the thing}[ från {city}].",
        '"{opinion}", sade {friend}[, som har bott i {city} sedan {year}].',
        "ingen ville {inf} {the thing}, {reason}.",
        "{time} {pasts} {hero} och {friend} {few} {pl thing}[ vid {the place}].",
        "{hero} skulle <gärna|hellre> {activity}[, trots att {problem}].",
        "framför {the place} finns {a loan}[, och bredvid ser man {a thing}].",
        "{the person} <säger|tror|vet> att {the thing} betyder mer än {the object}.",
        "på kvällen är det tyst, bara {friend} {habit}.",
        "det fanns {many} {pl thing} och bara {few} {pl object}[, {reason}].",
        "hur kan man {inf} {a thing} utan {a object}?",
        "om {problem} måste {the person} {inf} {the thing}[ före {weekday}].",
        "{title} skrev en artikel om {the place} i {city}[ och om livet med {expert}].",
        "{connective} är problemet inte {the thing} utan {the object}.",
        "år {year} bodde bara {few} familjer vid {the place}; nu är de fler än {many}.",
        "{friend} skrev ett brev till {expert}, men svaret kom <först efter {few} veckor|aldrig>.",
        "mellan {early_hour} och {hour} är det ingen vid {the place}, <och|så> {the person} {habit}.",
        "taxin från {town} till {city} tar {many} minuter och kostar {few} euro.",
        "barnen skrattar när {the person} {pres} {the thing}[, och {friend} skrattar med dem].",
        "{friend} frågade {hero} <två gånger|om och om igen> vem som ägde {the thing}.",
        "bakom {the object} hittade vi {a thing}, {few} {pl object} och ett foto av {expert}.",
        "{connective} slutade {hero} arbeta {time} och började {activity}.",
        "{none thing} är som {this thing}, eller hur?",
        '"{opinion}", skrev {hero} i sin dagbok, "och {opinion}".',
    ),
    closings=(
        "det är allt vi vet om {the thing} i {town}.",
        (
            "{few} år senare flyttade {hero} till {city}, <där {hero:hon/han} fortfarande "
            "bor|tillsammans med {friend}>."
        ),
        "<kanske|vem vet>: i {month} kan allt förändras i {town}.",
        "sedan dess {pres} {friend} {the thing} varje {weekday}.",
        "resten av historien kan man läsa i {title}.",
        "{hero} log och stängde dörren till {the place}.",
    ),
    quoting=(
        'på väggen vid {the place} hade någon skrivit "{foreign}", och {hero} förstod det inte.',
        '{friend} sade bara "{foreign}", som man säger i {city}.',
    ),
)
