"""Court opinions."""

from sparse_probing.corpora.lexicons.registers.shape import Register, Section

FREELAW = Register(
    name="FreeLaw",
    separators=(" ", " ", "\n\n"),
    section_break="\n\n",
    words={
        "side": ("plaintiff", "defendant", "appellant", "respondent", "petitioner"),
        "party": ("{maker}", "the {side}", "the company", "the state", "{maker}'s counsel"),
        "claim": (
            "negligence",
            "breach of contract",
            "a design defect",
            "failure to warn",
            "fraud",
            "breach of warranty",
            "strict liability",
            "wrongful death",
            "patent infringement",
        ),
        "court": (
            "this Court",
            "the trial court",
            "the district court",
            "the jury",
            "the magistrate judge",
            "the court of appeals",
        ),
        "motion": (
            "motion for summary judgment",
            "motion to dismiss",
            "petition for review",
            "motion in limine",
            "appeal",
            "request for a new trial",
        ),
        "ruled": (
            "granted",
            "denied",
            "allowed",
            "refused to reconsider",
            "took under advisement",
            "dismissed",
        ),
        "reporter": ("F.2d", "F.3d", "U.S.", "F. Supp. 2d", "N.W.2d", "P.3d", "So. 2d", "A.2d"),
        "bench": ("9th Cir. {year}", "2d Cir. {year}", "{year}", "5th Cir. {year}", "D. Or. {year}"),
        "case": (
            "{surname} v. {surname}, {big} {reporter} {big}, {big} ({bench})",
            "{surname} v. {surname} Co., {big} {reporter} {big} ({bench})",
            "{few} U.S.C. § {big}",
        ),
        "cite": (
            "{case}",
            "{surname} v. {company}, {big} {reporter} {big} ({bench})",
            "Id. at {big}",
            "In re {surname}, {big} {reporter} {big} ({bench})",
            "Ex. {few} at {many}",
        ),
        "standard": (
            "there is no genuine dispute of material fact",
            "the evidence must be viewed in the light most favorable to the {side}",
            "a manufacturer owes a duty of care to those who use its {things}",
            "review is de novo",
            "the burden of proof rests on the {side}",
            "hearsay is not admissible",
            "an expert must rest on reliable methods",
            "damages may not be speculative",
        ),
    },
    sections=(
        Section(
            share=0.25,
            labels=(
                "",
                "",
                "{surname} v. {company}, No. {few}-{big}.",
                "OPINION",
                "PER CURIAM.",
                "{surname}, Circuit Judge.",
                "I. Facts",
                "Docket No. {big}",
                "UNITED STATES DISTRICT COURT",
            ),
            sentences=(
                "This <case|action|appeal> arises from {fault} of a {thing} that {person} bought {when}.",
                (
                    "{person} brought this action against {company}, alleging {claim}[ and {claim}] "
                    "after {symptom}."
                ),
                "{company} appeals from a judgment of ${big},000 in favor of {person} for {claim}.",
                "Before {court} is the {side}'s {motion}, filed {when}.",
                "On {month} {day}, {year}, {person} was injured while {task} {place}, when {symptom}.",
                (
                    "The {side} contends that the {part} of the {thing} was defective and that "
                    "{company} knew it."
                ),
            ),
        ),
        Section(
            share=0.6,
            labels=("", "", "", "II. Discussion", "DISCUSSION", "A. {claim}", "B."),
            sentences=(
                "The {side} argues that {court} erred when it {ruled} the {motion}. {cite}.",
                "It is well settled[ in cases of {claim}] that {standard}. {cite}[; see also {cite}].",
                "At trial, {person} testified that {symptom}[ and that nobody tried to {remedy}].",
                "{court} {ruled} the {motion}, holding that {standard}.",
                "We disagree, because the record shows {fault} {when}. {cite}.",
                (
                    "The {side} offered the testimony of {person}, an engineer, who tested {few} "
                    "{things} and found {fault}."
                ),
                (
                    "Under {case}, {party} may recover for {claim} only if the {part} was not altered "
                    "after the sale."
                ),
                "To prevail on {claim}, the {side} must show duty, breach, causation and {fault}.",
                "{party} had a duty to {remedy}, or at least to warn {people} of {fault}.",
                "The contract of {month} {day}, {year} required {company} to {remedy} within {many} days.",
                "The {side} relies on {case}, but that case involved a {quality} {part} and not a {thing}.",
                (
                    "{connective}, the question of {fault} was properly left to the jury[, which "
                    "found for the {side}]."
                ),
                '"Q. Did you ever {remedy}?" counsel asked. "A. No, {symptom}."',
                "{party} does not dispute that {symptom}, and {standard}.",
                (
                    "In {case}, {court} reached the same result on a claim of {claim} against a maker "
                    "of {things}."
                ),
                "Whether the {part} caused {fault} is a question of fact[ for {court}].",
                (
                    "{party} objected to the exhibit, a photograph of the {part}, and {court} "
                    "overruled the objection."
                ),
                (
                    "The statute of limitations for {claim} began to run {when}, when {person} first "
                    "noticed {fault}."
                ),
            ),
        ),
        Section(
            share=0.15,
            labels=("", "", "", "III. Conclusion", "CONCLUSION"),
            sentences=(
                "For these reasons, the {motion} is denied, and {company} shall pay ${big} to {person}.",
                (
                    "The judgment is <affirmed|reversed> as to {claim}[ and remanded for a new trial "
                    "on {claim}]."
                ),
                "We <affirm|reverse> the decision below. {cite}.",
                "{surname}, J., dissents, and would hold that {standard}.",
                "It is so ordered, this {day} day of {month}, {year}[, at {town}].",
                "Costs are awarded to {person}.",
            ),
        ),
    ),
)
