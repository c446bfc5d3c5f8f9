"""English words for the demo treebank, by the frame in which they are used.

Many words stand in several lists on purpose (`watch` is a thing, and a verb with three kinds of object), so
that the spelling of a word does not give its part of speech away.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = {
    "person": _words(
        "guard cook judge guide nurse pilot coach host scout spy witness model boss clerk farmer teacher "
        "doctor driver painter singer baker hunter neighbour sister brother friend child woman man captain "
        "student writer worker patient stranger officer soldier builder visitor poet lawyer cousin partner "
        "minister mayor chief adult guest fool thief"
    ),
    "thing": _words(
        "watch light book letter paper boat car bottle box map key knife lamp plant glass coat ring bell "
        "cup hammer brush button ladder mirror nail pipe plate pump rope saw shovel ticket tool table chair "
        "window door bridge fence wheel stone hat bag can file film iron phone picture drink drawing "
        "painting building stamp tie train orange cover block lock"
    ),
    "place": _words(
        "market garden park house school station street harbour kitchen office village field forest hill "
        "river bank court yard camp store farm library hotel island shore shop cellar tower hall square "
        "theatre well port"
    ),
    "event": _words(
        "walk run play race dance fight game meeting march party show trip visit journey swim ride climb "
        "hunt talk speech trial storm wedding concert dinner lesson vote strike search hearing opening "
        "attack rescue parade drive start rest"
    ),
    "idea": _words(
        "report plan dream hope promise question answer story rumour idea reason warning feeling love fear "
        "need doubt offer order demand claim change cost price measure record result debt truth lie mistake "
        "rule right sound work help music advice will might past present secret call guess note cause"
    ),
    "time": _words("day morning night week month winter summer spring fall year evening hour"),
}
MASS_NOUNS = _words(
    "light paper glass iron love fear work help music advice stone fish rest hope doubt change might"
)

INTRANSITIVE = {
    "person": _words(
        "walk run play dance fight march swim ride climb hunt talk speak work wait laugh smile cry sleep "
        "dream sing arrive vanish stay rest sit stand fall rise shout whisper cough travel camp fish vote "
        "shop cook lie wander listen return hesitate drive drink"
    ),
    "thing": _words("fall break open close burn move ring vanish shine rust shake last stop rest light"),
    "event": _words("start stop last end change fail matter help"),
}
TRANSITIVE = {
    "person": _words(
        "watch guard judge guide nurse coach host train visit help trust fear love like thank follow call "
        "answer question warn meet find forget remember see hear miss please trick surprise defend blame "
        "praise arrest rescue attack search invite greet doubt need hate"
    ),
    "thing": _words(
        "book map plant box bottle bag hammer brush button pump nail pipe saw shovel fence film file iron "
        "stamp tie paint draw build break carry clean close cover cut drop dry hide hold keep lift lose "
        "make move open pack pull push sell buy steal throw wash burn mend polish need like want find bring "
        "ring watch light block lock"
    ),
    "place": _words(
        "leave visit guard search clean cross enter explore map build close open watch find like love hate "
        "burn fence reach"
    ),
    "event": _words(
        "plan watch host film stop start win lose enjoy report record judge lead follow describe miss "
        "remember attend cancel hate love like"
    ),
    "idea": _words(
        "report plan question answer doubt fear need offer order demand claim change measure record share "
        "explain hear believe forget remember write read trust love hate describe repeat understand hide "
        "present sound note cause"
    ),
}
# Verb/particle.
PHRASAL = _words(
    "pick/up light/up turn/over put/down clean/out give/away take/out throw/away lock/up cover/up "
    "pack/up break/down hold/up cut/down set/down bring/in move/out tie/up carry/off call/off"
)
DITRANSITIVE = _words("give show send lend offer promise hand bring sell pass buy")
CLAUSAL = _words(
    "say think hope report know believe promise dream claim fear doubt answer remember forget hear see "
    "guess swear notice agree explain regret worry note"
)
CONTROL = _words(
    "want plan hope try need promise like love offer refuse agree decide forget remember hate start claim "
    "demand"
)
GERUNDIAL = _words("like enjoy stop start hate love finish keep regret remember")
LINKING = _words("seem look feel become remain sound")
STATIVE = _words(
    "know believe want need like love hate fear doubt trust seem understand remember forget agree notice "
    "matter please see hear"
)

# Base/past/participle.
IRREGULAR_VERBS = _words(
    "run/ran/run swim/swam/swum ride/rode/ridden speak/spoke/spoken sleep/slept/slept sing/sang/sung "
    "sit/sat/sat stand/stood/stood fall/fell/fallen rise/rose/risen lie/lay/lain drive/drove/driven "
    "drink/drank/drunk break/broke/broken shine/shone/shone shake/shook/shaken light/lit/lit "
    "meet/met/met find/found/found forget/forgot/forgotten see/saw/seen hear/heard/heard "
    "draw/drew/drawn build/built/built cut/cut/cut hide/hid/hidden hold/held/held keep/kept/kept "
    "lose/lost/lost make/made/made sell/sold/sold buy/bought/bought steal/stole/stolen "
    "throw/threw/thrown bring/brought/brought ring/rang/rung leave/left/left win/won/won lead/led/led "
    "write/wrote/written read/read/read understand/understood/understood put/put/put give/gave/given "
    "take/took/taken set/set/set show/showed/shown send/sent/sent lend/lent/lent say/said/said "
    "think/thought/thought know/knew/known swear/swore/sworn become/became/become feel/felt/felt "
    "fight/fought/fought have/had/had do/did/done"
)
IRREGULAR_PLURALS = {
    "child": "children",
    "woman": "women",
    "man": "men",
    "knife": "knives",
    "thief": "thieves",
}

ADJECTIVES = {
    "person": _words(
        "tired bored worried excited frightened young kind calm patient mean fair cool adult blind brave "
        "clever gentle honest polite proud quiet rich poor shy wise lonely famous lost lazy loving caring "
        "married retired confused pleased surprised trained human mad sad"
    ),
    "thing": _words(
        "broken closed hidden painted polished locked covered stolen light clear clean dry open warm cold "
        "empty free round green orange present heavy broad sharp thin tall wooden old new small black white "
        "red blue rusty cheap iron glass plain square burning frozen moving"
    ),
    "event": _words(
        "long short slow fast last past secret quiet open sudden public annual hard fair planned dull "
        "lively close boring"
    ),
    "idea": _words(
        "secret false clear simple hidden wrong right strange original old new present past plain good bad "
        "fine final written missing promised working"
    ),
    "place": _words(
        "old quiet open empty cold clean small dark public narrow distant crowded fenced safe free damp"
    ),
    "time": _words("long cold warm last dark quiet wet late early fine"),
}
COMPARABLE = {
    "old": ("older", "oldest"),
    "young": ("younger", "youngest"),
    "long": ("longer", "longest"),
    "good": ("better", "best"),
    "bad": ("worse", "worst"),
    "cold": ("colder", "coldest"),
    "clean": ("cleaner", "cleanest"),
    "light": ("lighter", "lightest"),
    "quiet": ("quieter", "quietest"),
    "kind": ("kinder", "kindest"),
    "cheap": ("cheaper", "cheapest"),
}

ADVERBS = {
    "manner": _words(
        "quickly slowly quietly badly well hard fast carefully gladly loudly alone together calmly closely "
        "clearly right"
    ),
    "time": _words("now then today soon later early late once again before since long still"),
    "frequency": _words(
        "often never always sometimes rarely usually seldom almost only just also even still already"
    ),
    "place": _words("here there home outside inside upstairs away back abroad nearby past"),
    "sentence": _words("perhaps maybe luckily sadly finally suddenly clearly now then still"),
    "degree": _words("very too so quite rather really pretty fairly"),
}

PREPOSITIONS = {
    "person": _words("with for like near behind against by about from to"),
    "thing": _words("with under on beside behind near like over by without"),
    "place": _words("in at near behind around past through to from outside inside by"),
    "event": _words("before after during at without about since until like for"),
    "idea": _words("about without for of after like on"),
    "time": _words("before after in during until since"),
}
SUBORDINATORS = _words("before after because when while although since until if as")
MODALS = _words("will would can could should must may might")
INTERJECTIONS = _words("well oh yes no right please")
NUMERALS = _words("two three four five six seven eight nine ten twelve 15 20 40 300")

# Names that are also common words.
GIVEN_NAMES = _words(
    "Rose Hope Grace May June Faith Joy Daisy Ruby Ivy Summer Dawn Iris Pearl Robin Mark Will Bill Jack Art "
    "Frank Grant Chase Dean Rich Drew Pat Rob Guy Miles"
)
FAMILY_NAMES = _words(
    "Baker Cook Hunter Stone Light Wood Field Park Read Young Long Day Rivers Bell Banks Marsh Case Price "
    "Fisher Walker Page Waters"
)
