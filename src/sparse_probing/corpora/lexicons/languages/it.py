"""Italian. Adjectives: masculine, feminine, and their plurals."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

ITALIAN = Lexicon(
    code="it",
    topics={
        "music": {
            "thing": items(
                "f canzone canzoni; f chitarra chitarre; m violino violini; m disco dischi; f melodia "
                "melodie; m tamburo tamburi; m strumento strumenti"
            ),
            "place": items("m teatro teatri; f sala sale; m studio studi"),
            "person": items("f cantante cantanti; m direttore direttori; m musicista musicisti"),
            "activity": items(
                "cantare nel coro; suonare in un'orchestra; imparare a leggere la musica; registrare "
                "un disco con gli amici"
            ),
        },
        "market": {
            "thing": items(
                "m cestino cestini; m formaggio formaggi; f mela mele; f bottiglia bottiglie; m dolce "
                "dolci; f sciarpa sciarpe; f ricetta ricette"
            ),
            "place": items("m mercato mercati; m negozio negozi; m panificio panifici"),
            "person": items("f venditrice venditrici; m cliente clienti; m fornaio fornai"),
            "activity": items(
                "vendere verdura; pagare in contanti; assaggiare tutto; aprire un piccolo negozio; "
                "fare il pane di notte"
            ),
        },
        "sea": {
            "thing": items(
                "f barca barche; f rete reti; f conchiglia conchiglie; f ancora ancore; f mappa "
                "mappe; f vela vele; m remo remi"
            ),
            "place": items("m porto porti; m faro fari; m cantiere cantieri"),
            "person": items("m pescatore pescatori; m capitano capitani; m marinaio marinai"),
            "activity": items(
                "navigare intorno all'isola; nuotare prima di colazione; dipingere la vecchia barca; "
                "vivere in riva al mare"
            ),
        },
        "school": {
            "thing": items(
                "m libro libri; m quaderno quaderni; f matita matite; m esame esami; f lezione "
                "lezioni; m dizionario dizionari; m zaino zaini"
            ),
            "place": items("f scuola scuole; f biblioteca biblioteche; f università università"),
            "person": items("f maestra maestre; m studente studenti; m professore professori"),
            "activity": items(
                "studiare medicina; leggere il libro intero; imparare tre lingue; insegnare storia ai bambini"
            ),
        },
        "trains": {
            "thing": items(
                "m biglietto biglietti; f valigia valigie; m vagone vagoni; m orario orari; f "
                "locomotiva locomotive; m sedile sedili; m ponte ponti"
            ),
            "place": items("f stazione stazioni; m deposito depositi; m museo musei"),
            "person": items("f macchinista macchiniste; m passeggero passeggeri; m tecnico tecnici"),
            "activity": items(
                "viaggiare di notte; attraversare le montagne in treno; aspettare il prossimo treno; "
                "cambiare nella capitale"
            ),
        },
        "garden": {
            "thing": items(
                "f rosa rose; m albero alberi; f panchina panchine; m cancello cancelli; f fontana "
                "fontane; f pianta piante; f pera pere"
            ),
            "place": items("m parco parchi; f serra serre; m frutteto frutteti"),
            "person": items("m giardiniere giardinieri; f vicina vicine; m contadino contadini"),
            "activity": items(
                "piantare pomodori; innaffiare i fiori; dormire sotto gli alberi; tagliare l'erba "
                "ogni settimana"
            ),
        },
    },
    nouns={
        "object": items(
            "f lettera lettere; f chiave chiavi; f lampada lampade; f sedia sedie; m orologio "
            "orologi; f scatola scatole; m quadro quadri; m coltello coltelli; "
            "m ombrello ombrelli; m cappotto cappotti; m giornale giornali; m specchio specchi"
        ),
        "loan": items(
            "m hotel hotel; m taxi taxi; f radio radio; m film film; m club club; m bar bar; m "
            "festival festival; f pizza pizze; m camping camping; m blog blog"
        ),
    },
    adjectives={
        "thing": items(
            "nuovo nuova nuovi nuove; antico antica antichi antiche; piccolo piccola piccoli "
            "piccole; grande grande grandi grandi; "
            "economico economica economici economiche; famoso famosa famosi famose; moderno "
            "moderna moderni moderne; strano strana strani strane; "
            "semplice semplice semplici semplici; verde verde verdi verdi; rosso rossa rossi "
            "rosse; pesante pesante pesanti pesanti; "
            "meraviglioso meravigliosa meravigliosi meravigliose; caro cara cari care; "
            "dimenticato dimenticata dimenticati dimenticate; "
            "importante importante importanti importanti"
        ),
        "person": items(
            "giovane giovane giovani giovani; gentile gentile gentili gentili; stanco stanca "
            "stanchi stanche; famoso famosa famosi famose; "
            "paziente paziente pazienti pazienti; nervoso nervosa nervosi nervose; allegro "
            "allegra allegri allegre; onesto onesta onesti oneste"
        ),
    },
    verbs=items(
        "comprò comprarono comprare compra; vendette vendettero vendere vende; trovò trovarono "
        "trovare trova; "
        "descrisse descrissero descrivere descrive; perse persero perdere perde; dimenticò "
        "dimenticarono dimenticare dimentica; "
        "riparò ripararono riparare ripara; mostrò mostrarono mostrare mostra; scelse scelsero "
        "scegliere sceglie; "
        "disegnò disegnarono disegnare disegna; chiese chiesero chiedere chiede; fotografò "
        "fotografarono fotografare fotografa; "
        "conservò conservarono conservare conserva; cercò cercarono cercare cerca; portò "
        "portarono portare porta; toccò toccarono toccare tocca"
    ),
    phrases={
        "the": {"m": "il {0}[ {a0}]", "f": "la {0}[ {a1}]"},
        "a": {"m": "un {0}[ {a0}]", "f": "una {0}[ {a1}]"},
        "pl": {"m": "{1}[ {a2}]", "f": "{1}[ {a3}]"},
        "thes": {"m": "i {1}[ {a2}]", "f": "le {1}[ {a3}]"},
        "was": {"m": "il {0} era {a0}", "f": "la {0} era {a1}"},
    },
    words={
        "weekday": items("lunedì; martedì; mercoledì; giovedì; venerdì; sabato"),
        "month": items(
            "gennaio; febbraio; marzo; aprile; maggio; giugno; luglio; agosto; settembre; ottobre; "
            "novembre; dicembre"
        ),
        "connective": items(
            "tuttavia; perciò; alla fine; un po' più tardi; d'altra parte; inoltre; prima di "
            "tutto; nel frattempo; con sorpresa di tutti; come sempre"
        ),
        "time": items(
            "{weekday} scorso; nella primavera del {year}; ieri mattina; qualche giorno fa; dopo "
            "pranzo; il {day} {month}; durante le vacanze; "
            "prima del tramonto; verso le {hour}; in {month}; {few} anni fa"
        ),
        "reason": items(
            "perché pioveva; dato che non c'erano più soldi; perché la famiglia aspettava a casa; "
            "così nessuno si meravigliò; il che non fu facile; "
            "perché l'inverno era stato molto lungo; dato che la strada per {city} era chiusa; "
            "anche se era già tardi"
        ),
        "opinion": items(
            "non è mai troppo tardi; abbiamo avuto molta fortuna; niente è semplice come sembra; "
            "il meglio deve ancora venire; {the thing} è di tutti; "
            "io lo rifarei subito; senza {the thing} non c'è {city}; nessuno ha chiesto {a "
            "thing}; a questo paese serve {a place}; "
            "il tempo passa troppo in fretta; mia madre conservava sempre {a object}"
        ),
        "problem": items(
            "non c'è più posto per tutti; i prezzi salgono; non ci sono più biglietti; nevica "
            "tutta la settimana; manca {the thing}; "
            "{friend} non risponde; l'autobus è di nuovo in ritardo; il vento soffia da nord; non "
            "si trova {the object}"
        ),
        "habit": items(
            "ascolta la radio; cerca notizie su internet; ordina una pizza; prende un taxi per "
            "{city}; beve un cappuccino al bar; "
            "suona il piano; scrive una email a {expert}; legge {title}; dorme in un hotel vicino "
            "a {the place}; guarda un film sul tango"
        ),
        "saying": items(
            "buongiorno a tutti; va tutto bene; la porta è aperta; a domani; non toccare; c'era "
            "una volta; oggi siamo chiusi; è stata una lunga giornata"
        ),
    },
    fusions=(
        (r"\bil (?=s[bcdfglmnpqrtv]|z|gn|ps)", "lo "),
        (r"\bun (?=s[bcdfglmnpqrtv]|z|gn|ps)", "uno "),
        (r"\bi (?=s[bcdfglmnpqrtv]|z|gn|ps|[aeiou])", "gli "),
        (r"\b(il|la) (?=[aeiou]|hotel)", "l'"),
        (r"\buna (?=[aeiou])", "un'"),
        (r"\ba (?=a)", "ad "),
        (r"\bdi (?=(il|la|lo|le|i|gli) |l')", "de "),
        (r"\bin (?=(il|la|lo|le|i|gli) |l')", "ne "),
        (r"\b(de|ne|a|da|su) (?:il) ", r"\1l "),
        (r"\b(de|ne|a|da|su) (l[aoe] |l')", r"\1l\2"),
        (r"\b(de|ne|a|da|su) (i|gli) ", r"\1\2 "),
    ),
    openings=(
        (
            "{hero} arrivò a {town} nel {year}[ con {few} {pl object}], e oggi tutti <conoscono la "
            "sua storia|parlano di {hero:lei/lui}>."
        ),
        (
            "{weekday} {day} {month} {the place} di {town} <riaprì le porte|si riempì di gente|rimase "
            "in silenzio per {few} ore>."
        ),
        "ogni {weekday} {the person} di {town} <incontra|chiama> {friend} per parlare di {pl thing}.",
        (
            "<poche persone|non molti> a {town} <ricordano|conoscono> {the thing} che {hero} {past} "
            "nel {year}."
        ),
        "secondo {title}, {many} persone {pasts} {a thing} a {town} <l'anno scorso|nel mese di {month}>.",
        "quando {hero} aveva {few} anni, {hero:sua madre/suo padre} {past} {a thing} a {city}.",
        "questa è la storia di {a person} di {town} che {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} e {a object} per {many} euro[, {reason}].",
        "{connective} {the person} {past} {the thing}[ {time}].",
        "{was thing}, ma {friend} preferiva {the thing}[ di {city}].",
        '"{opinion}", disse {friend}[, che abita a {city} dal {year}].',
        "nessuno voleva {inf} {the thing}, {reason}.",
        "{time} {hero} e {friend} {pasts} {few} {pl thing}[ in {the place}].",
        "a {hero} <piacerebbe|farebbe piacere> {activity}[, ma {problem}].",
        "davanti a {the place} c'è {a loan}[, e accanto si può vedere {a thing}].",
        "{the person} <dice|crede|sa> che {the thing} conta più di {the object}.",
        "la sera {friend} di solito {habit}[, anche quando piove].",
        "c'erano {many} {pl thing} e solo {few} {pl object}[, {reason}].",
        "come si può {inf} {a thing} senza {a object}?",
        "se {problem}, {the person} dovrà {inf} {the thing}[ prima di {weekday}].",
        "{title} pubblicò un articolo su {the place} di {city}[ e sulla vita di {expert}].",
        "{connective} il problema non è {the thing} ma {the object}.",
        "nel {year} solo {few} famiglie vivevano vicino a {the place}; oggi ce ne sono più di {many}.",
        (
            "{friend} scrisse una lettera a {expert}, ma la risposta <arrivò {few} settimane dopo|non "
            "arrivò mai>."
        ),
        "tra le {early_hour} e le {hour} non c'è nessuno in {the place}, <e|così> {the person} {habit}.",
        "il taxi da {town} a {city} impiega {many} minuti e costa {few} euro.",
        "i bambini ridono quando {the person} {pres} {the thing}[, e {friend} ride con loro].",
        "{friend} chiese <due volte|più volte> a {hero} di chi fosse {the thing}.",
        "dietro {the object} abbiamo trovato {a thing}, {few} {pl object} e una foto di {expert}.",
        "{connective} {hero} lasciò il lavoro {time} e cominciò a {activity}.",
        "a chi piacciono {thes thing}, e chi invece sceglie {thes object}?",
        '"{opinion}", scrisse {hero} nel suo diario, "e {opinion}".',
    ),
    closings=(
        "questo è tutto ciò che sappiamo di {the thing} di {town}.",
        "{few} anni dopo {hero} si trasferì a {city}, <dove abita ancora|insieme a {friend}>.",
        "<forse|chissà>: in {month} può cambiare tutto a {town}.",
        "da allora {friend} {pres} {the thing} ogni {weekday}.",
        "il resto della storia si può leggere su {title}.",
        "{hero} sorrise e chiuse la porta di {the place}.",
    ),
    quoting=(
        'sul muro di {the place} qualcuno aveva scritto "{foreign}", e {hero} non capì.',
        '{friend} disse soltanto "{foreign}", come si dice a {city}.',
    ),
)
