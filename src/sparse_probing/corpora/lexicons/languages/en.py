"""English."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

ENGLISH = Lexicon(
    code="en",
    topics={
        "music": {
            "thing": items(
                "n song songs; n guitar guitars; n violin violins; n record records; n melody "
                "melodies; n drum drums; n piano pianos"
            ),
            "place": items("n theatre theatres; n opera operas; n studio studios"),
            "person": items("n singer singers; n conductor conductors; n musician musicians"),
            "activity": items(
                "sing in the choir; play in an orchestra; learn to read music; record an album with "
                "some friends"
            ),
        },
        "market": {
            "thing": items(
                "n basket baskets; n cheese cheeses; n apple apples; n bottle bottles; n cake cakes; "
                "n scarf scarves; n recipe recipes"
            ),
            "place": items("n market markets; n shop shops; n bakery bakeries"),
            "person": items("n seller sellers; n customer customers; n baker bakers"),
            "activity": items(
                "sell vegetables; pay in cash; taste everything; open a small shop; bake bread at night"
            ),
        },
        "sea": {
            "thing": items(
                "n boat boats; n net nets; n shell shells; n anchor anchors; n map maps; n sail "
                "sails; n oar oars"
            ),
            "place": items("n harbour harbours; n aquarium aquariums; n lighthouse lighthouses"),
            "person": items("n fisherman fishermen; n captain captains; n sailor sailors"),
            "activity": items(
                "sail around the island; swim before breakfast; paint the old boat; live by the sea"
            ),
        },
        "school": {
            "thing": items(
                "n book books; n notebook notebooks; n pencil pencils; n exam exams; n lesson "
                "lessons; n dictionary dictionaries; n essay essays"
            ),
            "place": items("n school schools; n library libraries; n classroom classrooms"),
            "person": items("n teacher teachers; n student students; n librarian librarians"),
            "activity": items(
                "study medicine; read the whole book; learn three languages; teach history to children"
            ),
        },
        "trains": {
            "thing": items(
                "n ticket tickets; n suitcase suitcases; n carriage carriages; n timetable "
                "timetables; n engine engines; n seat seats; n bridge bridges"
            ),
            "place": items("n station stations; n depot depots; n museum museums"),
            "person": items("n driver drivers; n passenger passengers; n engineer engineers"),
            "activity": items(
                "travel by night; cross the mountains by train; wait for the next train; change in "
                "the capital"
            ),
        },
        "garden": {
            "thing": items(
                "n rose roses; n tree trees; n bench benches; n fence fences; n fountain fountains; n "
                "ladder ladders; n pear pears"
            ),
            "place": items("n park parks; n greenhouse greenhouses; n orchard orchards"),
            "person": items("n gardener gardeners; n neighbour neighbours; n farmer farmers"),
            "activity": items(
                "plant tomatoes; water the flowers; sleep under the trees; cut the grass every week"
            ),
        },
    },
    nouns={
        "object": items(
            "n letter letters; n key keys; n lamp lamps; n chair chairs; n clock clocks; n box "
            "boxes; n picture pictures; n knife knives; "
            "n umbrella umbrellas; n coat coats; n newspaper newspapers; n cup cups"
        ),
        "loan": items(
            "n hotel hotels; n taxi taxis; n radio radios; n film films; n club clubs; n bar "
            "bars; n festival festivals; n pizza pizzas; "
            "n laptop laptops; n blog blogs"
        ),
    },
    adjectives={
        "thing": items(
            "old; new; small; large; beautiful; cheap; famous; modern; strange; simple; green; "
            "red; broken; heavy; wonderful; forgotten; "
            "expensive; interesting"
        ),
        "person": items("young; friendly; tired; famous; patient; nervous; elderly; cheerful; honest"),
    },
    verbs=items(
        "bought bought buy buys; sold sold sell sells; found found find finds; described "
        "described describe describes; "
        "lost lost lose loses; forgot forgot forget forgets; repaired repaired repair repairs; "
        "showed showed show shows; "
        "chose chose choose chooses; drew drew draw draws; needed needed need needs; photographed "
        "photographed photograph photographs; "
        "kept kept keep keeps; borrowed borrowed borrow borrows; brought brought bring brings; "
        "touched touched touch touches"
    ),
    phrases={
        "the": {"n": "the [{a0} ]{0}"},
        "a": {"n": "a [{a0} ]{0}"},
        "pl": {"n": "[{a0} ]{1}"},
        "thes": {"n": "the [{a0} ]{1}"},
        "was": {"n": "the {0} was {a0}"},
        "as": {"n": "a {a0} {0}"},
    },
    words={
        "weekday": items("Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday"),
        "month": items(
            "January; February; March; April; May; June; July; August; September; October; November; December"
        ),
        "connective": items(
            "however; therefore; in the end; a little later; on the other hand; for that reason; "
            "first of all; meanwhile; "
            "to everyone's surprise; as usual"
        ),
        "time": items(
            "last {weekday}; in the spring of {year}; yesterday morning; a few days ago; after "
            "lunch; on {day} {month}; "
            "during the holidays; before sunset; at {hour}; in {month}; {few} years ago"
        ),
        "reason": items(
            "because it was raining; since there was no money left; because the family was "
            "waiting at home; so nobody was surprised; "
            "which was not easy; as the winter had been very long; because the road to {city} was "
            "closed; although it was late"
        ),
        "opinion": items(
            "it is never too late; we had a lot of luck; nothing is as simple as it seems; the "
            "best days are still to come; "
            "{the thing} belongs to all of us; I would do it again; without {the thing} there is "
            "no {city}; nobody asked for {a thing}; "
            "this town needs {a place}; time passes too quickly; my mother always kept {a object}"
        ),
        "problem": items(
            "{the place} is too small; the prices are rising; there are no tickets left; it snows "
            "the whole week; {the thing} is missing; "
            "{friend} does not answer; the bus is late again; the wind blows from the north; {the "
            "object} is lost"
        ),
        "habit": items(
            "listens to the radio; looks for news on the internet; orders a pizza; takes a taxi "
            "to {city}; drinks a cappuccino in the bar; "
            "plays the piano; writes an email to {expert}; reads {title}; sleeps in a hotel near "
            "{the place}; watches a film about tango"
        ),
        "saying": items(
            "good morning, everybody; all is well; the door is open; see you tomorrow; please do "
            "not touch; once upon a time; "
            "we are closed today; it was a long day"
        ),
    },
    fusions=((r"\ba (?=[aeiou])", "an "),),
    openings=(
        (
            "{hero} came to {town} in {year}[ with {few} {pl object}], and today everybody knows "
            "{hero:her/him} as {as person}."
        ),
        (
            "on {weekday}, {day} {month}, {the place} of {town} <opened its doors again|was full of "
            "people|stayed closed for {few} hours>."
        ),
        (
            "every {weekday} {the person} of {town} <meets|calls> {friend} <to talk about {pl "
            "thing}|and brings {a thing}>."
        ),
        (
            "<few people|not many people> in {town} <remember|have heard of> {the thing} that {hero} "
            "{past} in {year}."
        ),
        "according to {title}, {many} people {pasts} {a thing} in {town} <last year|last {month}>.",
        "when {hero} was {few} years old, {hero:her mother/his father} {past} {a thing} in {city}.",
        "this is the story of {a person} from {town} who {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} and {a object} for {many} euros[, {reason}].",
        "{connective}, {the person} {past} {the thing}[ {time}].",
        "{was thing}, but {friend} preferred {the thing}[ from {city}].",
        '"{opinion}", said {friend}[, who has lived in {city} since {year}].',
        "nobody wanted to {inf} {the thing}, {reason}.",
        "{time}, {hero} and {friend} {pasts} {few} {pl thing}[ at {the place}].",
        "{hero:she/he} would <like|love|prefer> to {activity}[, but {problem}].",
        "in front of {the place} there is {a loan}[, and next to it you can see {a thing}].",
        "{the person} <says|believes|knows> that {the thing} is more important than {the object}.",
        "in the evening {friend} usually {habit}[, even if {problem}].",
        "there were {many} {pl thing} and only {few} {pl object}[, {reason}].",
        "how can anybody {inf} {a thing} without {a object}?",
        "if {problem}, {the person} will have to {inf} {the thing}[ before {weekday}].",
        "{title} published an article about {the place} of {city}[ and the life of {expert}].",
        "{connective}, the problem is not {the thing} but {the object}.",
        "in {year} only {few} families lived near {the place}; today there are more than {many}.",
        "{friend} wrote a letter to {expert}, but the answer <came {few} weeks later|never arrived>.",
        "between {early_hour} and {hour} {the place} is closed, <and|so> {the person} {habit}.",
        "the taxi from {town} to {city} takes {many} minutes and costs {few} euros.",
        "the children laugh when {the person} {pres} {the thing}[, and {friend} laughs with them].",
        "{friend} asked {hero} <twice|again and again> whether {the thing} was {hero:hers/his}.",
        "behind {the object} we found {a thing}, {few} {pl object} and a photo of {expert}.",
        "{connective}, {hero} stopped working {time} and began to {activity}.",
        "has anyone ever seen such {a thing}, or is it just {a object}?",
        '"{opinion}", {hero} wrote in {hero:her/his} diary, "and {opinion}".',
    ),
    closings=(
        "that is all we know about {the thing} of {town}.",
        (
            "{few} years later {hero} moved to {city}, <where {hero:she/he} still lives|together with "
            "{friend}>."
        ),
        "<perhaps|who knows>: next {month} everything may change in {town}.",
        "since then {friend} {pres} {the thing} every {weekday}.",
        "the rest of the story can be read in {title}.",
        "{hero} smiled and closed the door of {the place}.",
    ),
    quoting=(
        'on the wall of {the place} somebody had written "{foreign}", and {hero} did not understand it.',
        '{friend} only said "{foreign}", which is what people say in {city}.',
    ),
)
