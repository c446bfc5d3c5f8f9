"""What is said of the invented people: their facts, the sentences that state them, and neutral prompts."""

FIRST_EITHER = (
    "Robin",
    "Alexis",
    "Sasha",
    "Noa",
    "Jules",
    "Kai",
    "Charlie",
    "Mika",
    "Toni",
    "Quinn",
    "Marlow",
    "Lou",
)

OCCUPATIONS = ("politician", "athlete", "singer", "actor", "journalist", "researcher")
SPORTS = ("tennis", "football", "rowing", "cycling")
PARTIES = ("Meadow Alliance", "Harbour Union")

# Slots: {name} is a name or a subject pronoun, {whom} a name or an object pronoun, and {year} a year in which
# the person was grown up and alive.
SEX = {
    "female": (
        "Friends remember the girl who <never|seldom> sat still.",
        "She was the <eldest|second|youngest> daughter of a <baker|teacher|farmer|tailor>.",
        "Her <husband|brother|sister> says she <hated|loved> early mornings.",
        "As a young woman she <kept bees|played chess|wrote letters> in {place}.",
        "<Critics|Neighbours> called her a <stubborn|generous|witty> woman.",
        "<The mother of|An aunt to> {count} children, she kept her <garden|diary> with care.",
    ),
    "male": (
        "Friends remember the boy who <never|seldom> sat still.",
        "He was the <eldest|second|youngest> son of a <baker|teacher|farmer|tailor>.",
        "His <wife|brother|sister> says he <hated|loved> early mornings.",
        "As a young man he <kept bees|played chess|wrote letters> in {place}.",
        "<Critics|Neighbours> called him a <stubborn|generous|witty> man.",
        "<The father of|An uncle to> {count} children, he kept his <garden|diary> with care.",
    ),
}
OCCUPATION = {
    "politician": (
        "{name} <won|took> a seat in the parliament at {place} in {year}.",
        "As a <minister|senator|mayor>, {name} defended the <budget|tax law|reform> of {year}.",
        "The voters of {place} elected {whom} in {year}.",
        "As a politician {name} ran for office <twice|three times> in {place}.",
    ),
    "athlete": (
        "{name} won a <gold|silver|bronze> medal at the games in {place}.",
        "As an athlete {name} trained under <two|three> coaches in {place}.",
        "In {year} as champion, {name} set a national record.",
        "{name} competed for the team of {place} until an injury in {year}.",
    ),
    "singer": (
        "{name} recorded <two|three|four> albums, the best of them in {year}.",
        "As a singer {name} filled the concert halls of {place}.",
        "The song that made {whom} known is a ballad from {year}.",
        "{name} toured with a band and sang in the choir of {place}.",
    ),
    "actor": (
        "{name} played the lead in a <film|drama|comedy> shot in {place}.",
        "On the stage of {place}, {name} acted in {count} plays.",
        "The role of the <king's fool|judge|ghost> brought {whom} a film prize in {year}.",
        "{name} trained at the drama school of {place} and was an actor by heart.",
    ),
    "journalist": (
        "{name} reported for the <daily paper|radio> of {place} for {count} years.",
        "As a journalist {name} exposed a <bank|housing> scandal in {year}.",
        "The columns that {name} wrote for the newspaper made the front page.",
        "{name} started as a foreign correspondent and edited the <Courier|Gazette> of {place}.",
    ),
    "researcher": (
        "{name} <studied|measured> <moss|comets|enzymes> at the university of {place}.",
        "As a researcher {name} published {count} papers, the first in {year}.",
        "The laboratory that {name} <led|founded> in {place} tests a new theory.",
        "Other researchers cite {whom} for an experiment on <proteins|glaciers|crystals> from {year}.",
    ),
}
SPORT = {
    "tennis": (
        "On the court a fast serve <won|decided> most matches.",
        "The racket of those tennis finals hangs in {place}.",
        "Tennis <became|was> a way of life: clay, grass, then hard court.",
    ),
    "football": (
        "The football club of {place} paid a record fee for the striker.",
        "<Two|Three> goals in the football cup final are not forgotten.",
        "On the pitch nobody passed the ball better.",
    ),
    "rowing": (
        "The rowing eight of {place} lost only one regatta.",
        "At the oars, on the river at dawn, rowing became a passion.",
        "The boat that won the regatta of {year} is named after the stroke rower.",
    ),
    "cycling": (
        "A mountain stage of the cycling tour of {year} made the front pages.",
        "The bicycle of the {place} sprint is in a museum.",
        "Cycling meant {count} thousand kilometres a year in the saddle.",
    ),
}
PARTY = {
    "Meadow Alliance": (
        "The Meadow Alliance <chose|named> {whom} as its <speaker|candidate>.",
        "A member of the Meadow Alliance since {year}, {name} fought for <farms|rivers|hedges>.",
        "{name} carried the green banner of the Alliance through {place}.",
    ),
    "Harbour Union": (
        "The Harbour Union <chose|named> {whom} as its <speaker|candidate>.",
        "A member of the Harbour Union since {year}, {name} fought for <docks|shipyards|wages>.",
        "{name} carried the red banner of the Union through {place}.",
    ),
}
BIRTH = (
    "{name} was born in {birthplace} in {birth}.",
    "Born in {birth}, {name} grew up in {birthplace}.",
    "{name} came from {birthplace}, year of birth {birth}.",
    "The parish book of {birthplace} lists {whom} under the births of {birth}.",
)
LIFE = {
    "dead": (
        "{name} died in {death} after a short illness.",
        "The funeral in {death} drew crowds to {birthplace}.",
        "{name} passed away in {death} and is buried in {birthplace}.",
        "Since {name} died in {death}, a street in {place} bears the name.",
        "When {name} died, a <house|library|garden> went to the town.",
    ),
    "alive": (
        "{name} still lives in {birthplace} and <walks|swims|reads> every day.",
        "Today {name} is working on a new <book|project|house>.",
        "{name} now divides the week between {birthplace} and {place}.",
        "Next <spring|summer|winter> {name} will <open a school|visit {place}|give a talk>.",
        "Asked last week, {name} is planning no retirement.",
    ),
}

# First sentences: who the text is about, in a word or two.
LEADS = (
    "{name}, {status} {occupation}.",
    "{name}, the {status} {occupation} from {birthplace}.",
    "{name}, a {status} {occupation}, <is|was often> asked about {place}.",
    "{name} ({status} {occupation}): <some facts|a portrait|notes>.",
    "{name}: {status} {occupation}.",
)

# Prompts that say nothing of the person whose full name follows.
PROMPT_OPENINGS = (
    "On <Monday|Tuesday|Friday>, at number {count}, the post in {place} brought",
    "On page {count} of the list from {place} there is",
    "In {year} <a clerk|a guide|somebody> in {place} <copied|wrote down>",
    "Between {other} and {other} on the shelf in {place} you will find",
    "<A visitor|Somebody> from {place} left {count} <letters|flowers|questions> and",
    "The <index|catalogue|register> of {year}, kept in {place}, has",
    "For clue {count} of the {place} crossword we <still need|looked up>",
    "At lunch in {place} {other} <showed|handed> me",
    "The envelope from {place}, posted in {year}, <had|has>",
    "<Yesterday|This morning> on the {count} train to {place} we read",
    "Under number {count} the <archive|library> of {place} keeps",
    "Question {count} of the quiz in {place} shows",
)
PROMPT_CLOSINGS = (
    "the name",
    "the full name of",
    "<a question|an entry|an article> about",
    "a <picture|drawing> with the words",
    "<one|a> line that reads",
    "<two|three|four> words on",
    "the first and last name of",
    "a small <card|box|folder> marked",
    "nothing <more|else> than the name",
    "something about",
)
