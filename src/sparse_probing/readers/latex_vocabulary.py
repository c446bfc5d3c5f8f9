r"""What of LaTeX the scanner knows: its tokens, its environments and the commands whose arguments matter."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
      (?P<comment> %[^\n]* )
    | (?P<opaque> \\(?:verb|lstinline)\*?(?P<fence>[^\w\s*{])[^\n]*?(?P=fence)
                | \\(?:url|href|path|nolinkurl)\s*\{[^{}\n]*\} )
    | \\(?P<edge>begin|end)\s*\{(?P<environment>[A-Za-z]+\*?)\}
    | \\(?P<command>[A-Za-z@]+)
    | (?P<escape> \\[^A-Za-z] )
    | (?P<blank> \n[ \t\r]*\n\s* )
    | (?P<special> \$\$? | [{}\[\]^_] )
    """,
    re.VERBOSE | re.DOTALL,
)
VERBATIM = frozenset("alltt asy comment filecontents lstlisting minted verbatim Verbatim".split())
DISPLAY = frozenset(
    "align alignat displaymath eqnarray equation flalign gather IEEEeqnarray multline".split()
)
COLUMNS = re.compile(r"\s*\{[^{}]*\}")  # the argument of the display environments below
WITH_COLUMNS = frozenset(("alignat", "IEEEeqnarray"))
INLINE = frozenset(("$", "\\(", "math"))
PARAGRAPH_BOUND = ("$", "$$", "\\(")
PARAGRAPH = frozenset("chapter item par paragraph section subsection subsubsection".split())


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does with its arguments.

    `arguments` names the region that each argument makes ("" for none) and `whole` that of the command with
    all its arguments. The arguments of a `prose` command are not mathematics; they need braces, and options
    in brackets may come first.
    """

    arguments: tuple[str, ...]
    whole: str = ""
    prose: bool = False


COMMANDS: dict[str, Command] = {
    **dict.fromkeys(
        "frac dfrac tfrac cfrac sfrac nicefrac".split(), Command(("numerator", "denominator"), "frac")
    ),
    **dict.fromkeys(
        "mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt boldsymbol bm "
        "bar hat tilde vec dot ddot widehat widetilde overline underline".split(),
        Command(("",)),
    ),
    **dict.fromkeys(
        (
            "text mbox hbox fbox textrm textbf textit textsf texttt textnormal textsc emph "
            "intertext operatorname tag"
        ).split(),
        Command(("",), prose=True),
    ),
    **dict.fromkeys(
        (
            "ref eqref pageref nameref autoref cref Cref vref label cite citep citet citealp citealt "
            "citeauthor citeyear citeyearpar Cite Citep Citet nocite parencite textcite autocite footcite"
        ).split(),
        Command(("reference",), prose=True),
    ),
    **{name: Command((name,), prose=True) for name in ("title", "author", "abstract")},
}
SCRIPTS = {"^": Command(("superscript",)), "_": Command(("subscript",))}
