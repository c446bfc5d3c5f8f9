"""The background sections of patents."""

from sparse_probing.corpora.lexicons.registers.shape import Register, Section

USPTO = Register(
    name="USPTO Backgrounds",
    separators=(" ", " ", "\n"),
    section_break="\n",
    words={
        "patent": (
            "U.S. Pat. No. {few},{big},{big}",
            "Japanese Patent Application No. {year}-{big}",
            "EP {big} {big}",
            "{person}'s patent of {year}",
            "WO {year}/{big}",
        ),
        "apparatus": ("apparatus", "device", "system", "assembly", "arrangement", "mechanism"),
        "feature": (
            "one {part} on either side",
            "a {quality} {part}",
            "a first and a second {part}",
            "more than one {part}",
            "at least one {part}",
            "an additional {part}",
            "a {part} having two ends",
            "a cover releasably attached to the {part}",
            "two parallel members next to the {part}",
            "a controller coupled to the {part}",
            "a housing that encloses the {part}",
        ),
        "drawback": (
            "adds to the cost of the {thing}",
            "results in {fault}",
            "makes {task} difficult",
            "requires frequent service",
            "is prone to {fault}",
            "takes up valuable space",
            "cannot be {manner} controlled",
            "limits the life of the {part}",
        ),
        "goal": (
            "reduce {fault}",
            "simplify {task}",
            "improve the {part}",
            "lower the cost of {things}",
            "allow {people} to {remedy}",
            "extend the life of the {part}",
            "detect {fault} early",
        ),
        "field": (
            "consumer electronics",
            "medical instruments",
            "vehicle safety",
            "building services",
            "data communication",
            "industrial control",
            "power supply",
        ),
    },
    sections=(
        Section(
            share=0.2,
            labels=(
                "",
                "",
                "",
                "1. Field of the Invention",
                "BACKGROUND OF THE INVENTION",
                "Technical Field",
                "This application claims priority of {month} {day}, {year}.",
                "{few}. Background",
            ),
            sentences=(
                (
                    "The present invention relates <generally|in particular> to {things}, and more "
                    "particularly to {feature} for {task}."
                ),
                "This <disclosure|application> concerns a method of {task} and {feature} used therefor.",
                "{things} are well known in the field of {field} and are {adverb} used by {people}.",
                "In the field of {field}, it is known to provide a {thing} with {feature}.",
                "Conventional {things} comprise {feature} and {feature}.",
                "A {thing} is a {apparatus} for {task}[, typically having {feature}].",
                "The invention pertains to the art of {task} in {field}.",
            ),
        ),
        Section(
            share=0.6,
            labels=("", "", "", "2. Description of the Related Art", "Prior art", "Discussion"),
            sentences=(
                (
                    "{patent} discloses a {apparatus} that has {feature}, wherein the {part} is "
                    "{manner} moved."
                ),
                "{connective}, this {apparatus} {drawback}.",
                (
                    "For example, {patent} describes {feature} arranged adjacent to the {part} so as "
                    "to {goal}."
                ),
                (
                    "One <disadvantage|drawback> of the known {things} is that {fault} occurs when "
                    "the {part} is exposed to {dose}."
                ),
                "Typically, {people} must {remedy}, which {drawback}.",
                "It has been proposed to {remedy} in order to {goal}[, as in {patent}].",
                "In {patent}, {feature} is mounted on the {part} at a distance of {few} mm.",
                "Various attempts have been made to {goal}[; for instance, {person} used {feature}].",
                (
                    "During {task}, the {part} engages {feature}, and a signal of {few} volts is "
                    "applied to it."
                ),
                "When the {part} reaches {dose}, the known {apparatus} {drawback}.",
                "Further, a {thing} of this kind {drawback} and {drawback}.",
                "As the size of {things} decreases, it becomes increasingly difficult to {goal}.",
                "The {part} is {adverb} formed of a {quality} material, which {drawback}.",
                "Since {year}, makers such as {company} have sought to {goal}.",
                "Referring to such a {thing}, {feature} is provided between the {part} and the {part}.",
                (
                    "In recent years, demand for {things} in {field} has increased[, and with it the "
                    "need to {goal}]."
                ),
                "Another approach, taught by {person}, is to {goal} by means of {feature}.",
            ),
        ),
        Section(
            share=0.2,
            labels=("", "", "", "", "Summary"),
            sentences=(
                "Accordingly, there is a need for {things} which can {goal}.",
                "It is <therefore|thus> an object of the invention to {goal} and to {goal}.",
                "What is needed is a {quality} {apparatus} that can {goal} without {fault}.",
                "None of these references teaches {feature} that would {goal}.",
                "The above problems remain unsolved in {field}.",
                "These and other disadvantages are overcome by {feature}.",
                "A further object is to provide {feature} at a cost below ${few}.",
            ),
        ),
    ),
)
