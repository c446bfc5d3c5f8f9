"""Compound words, what else their halves stand beside, and the contexts that are shared by all."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# For each compound, what else stands before its second word and after its first. Halves of other compounds
# are welcome, whole ones are not.
OTHER_FIRST_WORDS = {
    "social security": _words("airport national food job border home data public"),
    "high school": _words("primary public art music summer village law night"),
    "credit card": _words("birthday library phone identity travel score report member"),
    "blood pressure": _words("air water high social public peer steam financial"),
    "public health": _words("good animal dental global family heart child oral"),
    "federal government": _words("local city national regional colonial coalition student military"),
    "social media": _words("local print foreign national mass digital news public"),
    "mental health": _words("good animal dental global family heart child oral"),
}
OTHER_SECOND_WORDS = {
    "social security": _words("worker life class club science event change housing"),
    "high school": _words("mountain price court pressure tower street tide speed"),
    "credit card": _words("union note rating history report limit line check"),
    "blood pressure": _words("test sample bank group sugar type donor count"),
    "public health": _words("park library school opinion transport service debt security"),
    "federal government": _words("court law judge budget agency bank police reserve"),
    "social media": _words("worker life class club science event change housing"),
    "mental health": _words("arithmetic image note effort picture strength map list"),
}

# Halves of compounds by themselves, so that no half is news when it comes at the end.
HALVES = _words("security schools cards pressure health government credit blood media money work travel")

OPENINGS = (
    "In {year} a small committee in {place}[, led by {person},]",
    "After a talk on {half} and {half}, {person}",
    "[According to the notes, ]{person} of {place}",
    "The <authors|readers> of the report from {place}, which also touches on {half},",
    "<Last|That|Early one> <winter|spring|summer|autumn> {person} and {person}",
    "When the <meeting|hearing|course> in {place} was over, {person}",
    "For {count} <years|months|weeks> the <teachers|doctors|clerks|drivers> of {place}",
    "Nobody was surprised that {person}, who had written about {half},",
    "The <editor|host|author> first mentioned {half}; then {person}",
    "On page {count} of the <letter|book|survey>, {person}",
    "[Back home in {place}, ]{person} and a <cousin|neighbour|friend>",
    "<Some|Many|A few> people in {place}, among them {person},",
)
MIDDLES = (
    "",
    "",
    ", tired of <waiting|arguments|paperwork>,",
    " [once more ]looked at the <numbers|letters|plans> and",
    " <listened|waited> for {count} minutes and",
    " had <doubts|plans|questions> about {half} but",
    " agreed with {person} and",
    " closed the <door|file|window> and",
)
CLOSINGS = (
    " <wrote|read|published> a long <article|letter|chapter> on",
    " <spoke|argued|complained> for an hour about",
    " asked <everyone|the audience|the others> to think about",
    " <knew|said|heard> very little about",
    " <returned|came back> to the question of",
    " could not <imagine|explain|describe> a town without",
    " <finally|suddenly|quietly> changed the subject to",
    " had <always|never|seldom> paid attention to",
    " put the blame on",
    " wanted to hear more about",
    " <preferred|began> to talk about",
    " sent {person} a note about",
)
DETERMINERS = ("the", "their", "this", "that", "our", "the same", "a new", "the usual", "some other")
