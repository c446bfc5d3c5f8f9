"""Abstracts of medical papers."""

from sparse_probing.corpora.lexicons.registers.shape import Register, Section

PUBMED = Register(
    name="PubMed Abstracts",
    separators=(" ",),
    section_break=" ",
    words={
        "outcome": (
            "quality of life",
            "blood pressure",
            "hospital admission",
            "mortality",
            "pain",
            "sleep",
            "anxiety",
            "body weight",
            "skin irritation",
            "hearing loss",
            "infection",
            "treatment adherence",
        ),
        "design": (
            "randomized trial",
            "cohort study",
            "cross-sectional survey",
            "case series",
            "retrospective review",
            "meta-analysis",
            "pilot study",
            "case-control study",
        ),
        "group": (
            "adults",
            "children",
            "older patients",
            "nurses",
            "pregnant women",
            "volunteers",
            "outpatients",
            "workers exposed to {fault}",
        ),
        "p": (
            "p = 0.0{many}",
            "p < 0.05",
            "P < .001",
            "p = 0.{big}",
            "95% CI 0.{many}-1.{many}",
            "OR 1.{many}",
            "r = 0.{many}",
        ),
        "test": (
            "logistic regression",
            "a t test",
            "the Kaplan-Meier method",
            "a mixed model",
            "analysis of variance",
            "the chi-square test",
            "Cox regression",
        ),
        "arm": (
            "the intervention group",
            "the control group",
            "the placebo group",
            "the {thing} group",
            "{city}",
        ),
        "measure": (
            "the incidence of {fault}",
            "{outcome}",
            "mean {outcome} score",
            "time to {fault}",
            "the rate of {fault}",
            "use of the {thing}",
        ),
    },
    sections=(
        Section(
            share=0.2,
            labels=(
                "",
                "",
                "",
                "BACKGROUND:",
                "Objective:",
                "INTRODUCTION:",
                "Aim.",
                "PURPOSE:",
                "{town} study of {things}.",
            ),
            sentences=(
                (
                    "{fault} of {things} is a {quality} problem among {group}, and its effect on "
                    "{outcome} is unknown."
                ),
                (
                    "To <assess|determine|evaluate> whether {task} with a {thing} affects {outcome} "
                    "in {group}."
                ),
                "Little is known about the relation between {task} and {outcome} in {group}.",
                (
                    "{things} are {adverb} used by {group}, but evidence for their effect on "
                    "{outcome} is limited."
                ),
                "We <studied|examined> the association of {fault} with {outcome}[ in {group} {place}].",
                "The prevalence of {outcome} related to {fault} has increased since {year}.",
                "{person} et al. first described {outcome} caused by {fault} {when}.",
            ),
        ),
        Section(
            share=0.3,
            labels=(
                "",
                "",
                "METHODS:",
                "Design:",
                "Patients and methods:",
                "SETTING:",
                "Material and Methods.",
            ),
            sentences=(
                "In a {design}, {big} {group} were assigned to {task} or to no {thing} for {few} weeks.",
                "We conducted a {design} of {big} {group} {place} between {month} and {month} {year}.",
                "{measure} was measured at baseline and after {few} months[ using the {part}].",
                "Data were analyzed with {test}[, adjusted for age, sex and {outcome}].",
                (
                    "{group} aged {many} years or older who had a {thing} were eligible[; those with "
                    "{fault} were excluded]."
                ),
                "The {part} was tested {when} and again {few} days later at {dose}.",
                (
                    "Records of {big} {group} treated at {city} University Hospital were reviewed for "
                    "{outcome}."
                ),
                "The primary outcome was {measure}; the secondary outcome was {measure}.",
                "Participants were asked to {remedy} and to record {outcome} daily.",
                "Samples ({few} ml) were taken {when} and stored at -{many} degrees.",
            ),
        ),
        Section(
            share=0.35,
            labels=("", "", "RESULTS:", "Findings:", "Main results.", "MEASUREMENTS AND MAIN RESULTS:"),
            sentences=(
                (
                    "{measure} was <lower|higher> in {arm} than in {arm} ({many}.{few}% vs "
                    "{many}.{few}%; {p})."
                ),
                "Of {big} {group}, {many} ({few}%) had {fault}[ and {few} reported {outcome}].",
                "No significant difference in {measure} was found between groups ({p}).",
                "{measure} fell from {many}.{few} to {few}.{few} ({p}), and {symptom} in {few} cases.",
                "By {test}, {fault} was an independent predictor of {outcome} ({p}, {p}).",
                "The median follow-up was {many} months (range, {few} to {big}).",
                (
                    "In {arm}, {outcome} improved by {few}.{few} points ({p})[ when {group} were told "
                    "to {remedy}]."
                ),
                "Adverse events included {outcome} (n = {few}), {outcome} (n = {few}) and {fault}.",
                "The {part} had a sensitivity of {many}% and a specificity of {many}% for {fault}.",
            ),
        ),
        Section(
            share=0.15,
            labels=("", "", "", "CONCLUSIONS:", "Interpretation:", "Clinical relevance."),
            sentences=(
                "{task} with a {thing} may reduce {outcome} in {group}.",
                "These <findings|results> suggest that {group} should {remedy} before {outcome} occurs.",
                "Further studies of {things} in {group} are needed.",
                "{fault} was not associated with {outcome} in this sample of {group}.",
                "Clinicians should be aware of {fault} in {group} with {outcome}[, especially {place}].",
                "The trial was registered {when} and funded by {company}.",
            ),
        ),
    ),
)
