"""German. Nouns: singular and plural, alike in nominative and accusative. Adjectives: stem."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

GERMAN = Lexicon(
    code="de",
    topics={
        "music": {
            "thing": items(
                "n Lied Lieder; f Gitarre Gitarren; f Geige Geigen; f Schallplatte Schallplatten; f "
                "Melodie Melodien; f Trommel Trommeln; n Klavier Klaviere"
            ),
            "place": items("n Theater Theater; f Oper Opern; n Studio Studios"),
            "person": items("f Sängerin Sängerinnen; f Dirigentin Dirigentinnen; m Musiker Musiker"),
            "activity": items(
                "im Chor singen; in einem Orchester spielen; Noten lesen lernen; mit Freunden eine "
                "Platte aufnehmen"
            ),
        },
        "market": {
            "thing": items(
                "m Korb Körbe; m Käse Käse; m Apfel Äpfel; f Flasche Flaschen; m Kuchen Kuchen; m "
                "Schal Schals; n Rezept Rezepte"
            ),
            "place": items("f Markthalle Markthallen; m Laden Läden; f Bäckerei Bäckereien"),
            "person": items("m Verkäufer Verkäufer; f Kundin Kundinnen; m Bäcker Bäcker"),
            "activity": items(
                "Gemüse verkaufen; bar bezahlen; alles probieren; einen kleinen Laden eröffnen; "
                "nachts Brot backen"
            ),
        },
        "sea": {
            "thing": items(
                "n Boot Boote; n Netz Netze; f Muschel Muscheln; m Anker Anker; f Karte Karten; n "
                "Segel Segel; n Ruder Ruder"
            ),
            "place": items("m Hafen Häfen; m Leuchtturm Leuchttürme; n Aquarium Aquarien"),
            "person": items("m Fischer Fischer; m Kapitän Kapitäne; f Matrosin Matrosinnen"),
            "activity": items(
                "um die Insel segeln; vor dem Frühstück schwimmen; das alte Boot streichen; am Meer leben"
            ),
        },
        "school": {
            "thing": items(
                "n Buch Bücher; n Heft Hefte; m Bleistift Bleistifte; f Prüfung Prüfungen; f Aufgabe "
                "Aufgaben; n Wörterbuch Wörterbücher; m Aufsatz Aufsätze"
            ),
            "place": items("f Schule Schulen; f Bibliothek Bibliotheken; n Klassenzimmer Klassenzimmer"),
            "person": items("f Lehrerin Lehrerinnen; m Schüler Schüler; f Studentin Studentinnen"),
            "activity": items(
                "Medizin studieren; das ganze Buch lesen; drei Sprachen lernen; Kinder in Geschichte "
                "unterrichten"
            ),
        },
        "trains": {
            "thing": items(
                "f Fahrkarte Fahrkarten; m Koffer Koffer; m Wagen Wagen; m Fahrplan Fahrpläne; f "
                "Lokomotive Lokomotiven; m Sitzplatz Sitzplätze; f Brücke Brücken"
            ),
            "place": items("m Bahnhof Bahnhöfe; m Tunnel Tunnel; n Museum Museen"),
            "person": items("m Lokführer Lokführer; m Schaffner Schaffner; f Touristin Touristinnen"),
            "activity": items(
                "nachts reisen; mit dem Zug über die Berge fahren; auf den nächsten Zug warten; in "
                "der Hauptstadt umsteigen"
            ),
        },
        "garden": {
            "thing": items(
                "f Rose Rosen; m Baum Bäume; f Bank Bänke; m Zaun Zäune; m Brunnen Brunnen; f Leiter "
                "Leitern; f Birne Birnen"
            ),
            "place": items("m Park Parks; n Gewächshaus Gewächshäuser; m Garten Gärten"),
            "person": items("m Gärtner Gärtner; f Nachbarin Nachbarinnen; f Bäuerin Bäuerinnen"),
            "activity": items(
                "Tomaten pflanzen; die Blumen gießen; unter den Bäumen schlafen; jede Woche den Rasen mähen"
            ),
        },
    },
    nouns={
        "object": items(
            "m Brief Briefe; m Schlüssel Schlüssel; f Lampe Lampen; m Stuhl Stühle; f Uhr Uhren; "
            "f Kiste Kisten; n Bild Bilder; n Messer Messer; "
            "m Regenschirm Regenschirme; m Mantel Mäntel; f Zeitung Zeitungen; f Tasse Tassen"
        ),
        "loan": items(
            "n Hotel Hotels; n Taxi Taxis; n Radio Radios; m Film Filme; m Club Clubs; f Bar "
            "Bars; n Festival Festivals; f Pizza Pizzas; "
            "m Laptop Laptops; m Blog Blogs"
        ),
    },
    adjectives={
        "thing": items(
            "alt; neu; klein; groß; schön; billig; berühmt; modern; seltsam; einfach; grün; rot; "
            "kaputt; schwer; wunderbar; vergessen; wichtig; interessant"
        ),
        "person": items("jung; freundlich; erschöpft; berühmt; geduldig; nervös; alt; fröhlich; ehrlich"),
    },
    verbs=items(
        "kaufte kauften kaufen kauft; verkaufte verkauften verkaufen verkauft; fand fanden finden "
        "findet; beschrieb beschrieben beschreiben beschreibt; "
        "verlor verloren verlieren verliert; vergaß vergaßen vergessen vergisst; reparierte "
        "reparierten reparieren repariert; zeigte zeigten zeigen zeigt; "
        "wählte wählten wählen wählt; zeichnete zeichneten zeichnen zeichnet; brauchte brauchten "
        "brauchen braucht; "
        "fotografierte fotografierten fotografieren fotografiert; behielt behielten behalten "
        "behält; suchte suchten suchen sucht; "
        "brachte brachten bringen bringt; berührte berührten berühren berührt"
    ),
    phrases={
        "the": {"m": "der [{a0}e ]{0}", "f": "die [{a0}e ]{0}", "n": "das [{a0}e ]{0}"},
        "the_acc": {"m": "den [{a0}en ]{0}", "f": "die [{a0}e ]{0}", "n": "das [{a0}e ]{0}"},
        "the_dat": {"m": "dem {0}", "f": "der {0}", "n": "dem {0}"},
        "a": {"m": "ein [{a0}er ]{0}", "f": "eine [{a0}e ]{0}", "n": "ein [{a0}es ]{0}"},
        "a_acc": {"m": "einen [{a0}en ]{0}", "f": "eine [{a0}e ]{0}", "n": "ein [{a0}es ]{0}"},
        "a_dat": {"m": "einem [{a0}en ]{0}", "f": "einer [{a0}en ]{0}", "n": "einem [{a0}en ]{0}"},
        "pl": {"m": "[{a0}e ]{1}", "f": "[{a0}e ]{1}", "n": "[{a0}e ]{1}"},
        "was": {"m": "der {0} war {a0}", "f": "die {0} war {a0}", "n": "das {0} war {a0}"},
        "no_acc": {"m": "keinen {0}", "f": "keine {0}", "n": "kein {0}"},
    },
    words={
        "weekday": items("Montag; Dienstag; Mittwoch; Donnerstag; Freitag; Samstag; Sonntag"),
        "month": items(
            "Januar; Februar; März; April; Mai; Juni; Juli; August; September; Oktober; November; Dezember"
        ),
        "connective": items(
            "trotzdem; deshalb; am Ende; etwas später; andererseits; außerdem; zuerst; inzwischen; "
            "zur Überraschung aller; wie immer"
        ),
        "time": items(
            "am letzten {weekday}; im Frühling {year}; gestern Morgen; vor einigen Tagen; nach "
            "dem Essen; am {day}. {month}; in den Ferien; "
            "vor der Dämmerung; um {hour} Uhr; im {month}; vor {few} Jahren"
        ),
        "reason": items(
            "weil es regnete; denn es war kein Geld mehr da; weil die Familie zu Hause wartete; "
            "sodass sich niemand wunderte; was nicht leicht war; "
            "denn der Winter war sehr lang gewesen; weil die Straße nach {city} gesperrt war; "
            "obwohl es schon spät war"
        ),
        "opinion": items(
            "es ist nie zu spät; wir haben viel Glück gehabt; nichts ist so einfach, wie es "
            "scheint; das Beste kommt noch; {the thing} gehört uns allen; "
            "ich würde es wieder tun; ohne {the_acc thing} gibt es kein {city}; niemand hat um "
            "{a_acc thing} gebeten; diese Stadt braucht {a_acc place}; "
            "die Zeit vergeht zu schnell; meine Mutter hatte immer {a_acc object}"
        ),
        "problem": items(
            "der Platz in {the_dat place} nicht reicht; die Preise steigen; es keine Karten mehr "
            "gibt; es die ganze Woche schneit; {the thing} fehlt; "
            "{friend} nicht antwortet; der Bus wieder zu spät kommt; der Wind aus dem Norden "
            "weht; {the object} nicht mehr da ist"
        ),
        "habit": items(
            "hört Radio; sucht Nachrichten im Internet; bestellt eine Pizza; nimmt ein Taxi nach "
            "{city}; trinkt einen Cappuccino in der Bar; "
            "spielt Klavier; schreibt eine E-Mail an {expert}; liest {title}; schläft in einem "
            "Hotel bei {the_dat place}; sieht einen Film über Tango"
        ),
        "saying": items(
            "guten Morgen zusammen; alles ist gut; die Tür steht offen; bis morgen; bitte nicht "
            "berühren; es war einmal; heute geschlossen; es war ein langer Tag"
        ),
    },
    fusions=(
        (r"\bin dem\b", "im"),
        (r"\bbei dem\b", "beim"),
        (r"\bvon dem\b", "vom"),
        (r"\bzu dem\b", "zum"),
        (r"\bzu der\b", "zur"),
    ),
    openings=(
        (
            "{hero} kam {year} nach {town}, und heute kennt <jeder|fast jeder> {hero:sie/ihn}[, "
            "obwohl {problem}]."
        ),
        (
            "am {weekday}, dem {day}. {month}, war {the place} von {town} <wieder geöffnet|voller "
            "Menschen|für {few} Stunden geschlossen>."
        ),
        (
            "jeden {weekday} <trifft|besucht> {the person} aus {town} {friend}, <um über die Arbeit "
            "zu reden|und beide suchen {a_acc thing}>."
        ),
        "nur wenige in {town} <erinnern sich an|kennen> {the_acc thing} von {hero} aus dem Jahr {year}.",
        "laut {title} {pasts} <im letzten Jahr|im {month}> {many} Menschen in {town} {a_acc thing}.",
        "als {hero} {few} Jahre alt war, {past} {hero:ihre Mutter/sein Vater} {a_acc thing} in {city}.",
        "dies ist eine Geschichte von {a_dat person} aus {town}, und sie beginnt {year} mit {a_dat thing}.",
    ),
    body=(
        "{hero} {past} {a_acc thing} und {a_acc object} für {many} Euro[, {reason}].",
        "{connective} {past} {the person} {the_acc thing}[, {reason}].",
        "{was thing}, aber {friend} wollte lieber {the_acc thing}[ aus {city}].",
        '"{opinion}", sagte {friend}[ und zeigte ein Foto von {city} aus dem Jahr {year}].',
        "niemand wollte {the_acc thing} {inf}, {reason}.",
        "{time} {pasts} {hero} und {friend} {few} {pl thing}[ in {the_dat place}].",
        "{hero} <möchte gern|will seit langem> {activity}[, obwohl {problem}].",
        "vor {the_dat place} steht {a loan}[, und daneben sieht man {a_acc thing}].",
        "{the person} <sagt|glaubt|weiß>, dass {the thing} wichtiger als {the object} ist.",
        "am Abend ist es still, nur {friend} {habit}.",
        "es gab {many} {pl thing} und nur {few} {pl object}[, {reason}].",
        "wie kann man {a_acc thing} ohne {a_acc object} {inf}?",
        "wenn {problem}, muss {the person} {the_acc thing} {inf}[, sagt {friend}].",
        (
            "{title} veröffentlichte einen Artikel über {the_acc place} von {city}[ und das Leben von "
            "{expert}]."
        ),
        "{connective} ist nicht {the thing} das Problem, sondern {the object}.",
        "im Jahr {year} wohnten nur {few} Familien bei {the_dat place}; heute sind es mehr als {many}.",
        "{friend} schrieb einen Brief an {expert}, aber die Antwort kam <erst nach {few} Wochen|nie>.",
        "zwischen {early_hour} und {hour} Uhr ist {the place} leer, <und|denn> {the person} {habit}.",
        "das Taxi von {town} nach {city} braucht {many} Minuten und kostet {few} Euro.",
        "die Kinder lachen, wenn {the person} {the_acc thing} {pres}[, und {friend} lacht mit].",
        "{friend} fragte {hero} <zweimal|immer wieder>, wem {the thing} gehört.",
        "hinter {the_dat object} lagen {a thing}, {few} {pl object} und ein Foto von {expert}.",
        "{connective} gab {hero} {time} die Arbeit auf und wollte nur noch {activity}.",
        "wer {no_acc thing} hat, {pres} eben {a_acc object}.",
        '"{opinion}", schrieb {hero} in {hero:ihr/sein} Tagebuch, "und {opinion}".',
    ),
    closings=(
        "das ist alles, was wir über {the_acc thing} von {town} wissen.",
        (
            "{few} Jahre später zog {hero} nach {city}, <wo {hero:sie/er} bis heute lebt|zusammen mit "
            "{friend}>."
        ),
        "<vielleicht|wer weiß>: im {month} kann sich in {town} alles ändern.",
        "seitdem {pres} {friend} jeden {weekday} {the_acc thing}.",
        "den Rest der Geschichte kann man lesen in {title}.",
        "{hero} lächelte und schloss die Tür von {the_dat place}.",
    ),
    quoting=(
        'an der Wand von {the_dat place} stand "{foreign}", und {hero} verstand es nicht.',
        '{friend} sagte nur "{foreign}", wie man es in {city} sagt.',
    ),
)
