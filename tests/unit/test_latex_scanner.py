"""The LaTeX scanner: hand-checked samples, and what must hold for any string at all."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_probing.readers.latex_scanner import Region, scan


def found(text: str, name: str) -> list[str]:
    return [text[region.start : region.stop] for region in scan(text) if region.name == name]


def test_offsets_are_half_open_and_count_characters():
    text = "é $x$"
    assert scan(text) == [
        Region("start_math", 2, 3),
        Region("inline_math", 3, 4),
        Region("math", 3, 4),
        Region("end_math", 4, 5),
    ]


@pytest.mark.parametrize(
    ("text", "opening", "content", "closing"),
    [
        ("a $x+y$ b", "$", "x+y", "$"),
        (r"a \(x+y\) b", r"\(", "x+y", r"\)"),
        (r"a \begin{math}x\end{math} b", r"\begin{math}", "x", r"\end{math}"),
    ],
)
def test_inline_formulas(text, opening, content, closing):
    assert found(text, "inline_math") == found(text, "math") == [content]
    assert found(text, "start_math") == [opening]
    assert found(text, "end_math") == [closing]
    assert found(text, "display_math") == []


@pytest.mark.parametrize(
    "environment",
    "equation align gather multline eqnarray flalign displaymath equation* align* gather*".split(),
)
def test_display_environments(environment):
    text = rf"so \begin{{{environment}}} a &= b \\ c \end{{{environment}}} and"
    assert found(text, "display_math") == found(text, "math") == [r" a &= b \\ c "]
    assert found(text, "start_math") == [rf"\begin{{{environment}}}"]
    assert found(text, "end_math") == [rf"\end{{{environment}}}"]
    assert found(text, "inline_math") == []


@pytest.mark.parametrize(("text", "content"), [(r"\[ x \]", " x "), ("$$ x $$", " x ")])
def test_display_delimiters(text, content):
    assert found(text, "display_math") == [content]


def test_the_column_argument_belongs_to_the_opening_delimiter():
    text = r"\begin{alignat}{2} x \end{alignat}"
    assert found(text, "start_math") == [r"\begin{alignat}{2}"]
    assert found(text, "math") == [" x "]


def test_an_environment_inside_a_display_does_not_end_it():
    text = r"\begin{equation}\begin{aligned} x \end{aligned}\end{equation}"
    assert found(text, "math") == [r"\begin{aligned} x \end{aligned}"]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"\$5 and $x$ or 5\$", ["x"]),
        (r"$a\$b$", [r"a\$b"]),
        (r"line \\$x$", ["x"]),
        (r"\\[2pt] $x$", ["x"]),
        (r"\\(not math\\) $x$", ["x"]),
        ("5\\% $x$ % not $y$\n$z$", ["x", "z"]),
        ("5\\\\% not $y$\n$z$", ["z"]),
        ("$x % $ still inside\n + y$", ["x % $ still inside\n + y"]),
        ("\\begin{verbatim} $x$ \\[ \\end{verbatim} $y$", ["y"]),
        ("\\begin{lstlisting} a $ b\n\n\\end{lstlisting} $y$", ["y"]),
        (r"\verb|$x$| \verb*!\[! $y$", ["y"]),
        (r"\url{a%20b_$} $y$", ["y"]),
    ],
)
def test_escapes_comments_and_verbatim_text(text, formulas):
    assert found(text, "math") == formulas


def test_two_dollars_inside_a_formula_close_it_and_open_the_next():
    assert found("$a$$b$", "inline_math") == ["a", "b"]


def test_formulas_inside_the_text_of_a_formula():
    text = r"\[ x \text{ if $y$ and \mbox{$z$}} \] $v \text{ for $w$ }$"
    assert found(text, "inline_math") == ["y", "z", r"v \text{ for $w$ }", "w"]
    assert found(text, "display_math") == [r" x \text{ if $y$ and \mbox{$z$}} "]


@pytest.mark.parametrize(
    ("formula", "whole", "numerator", "denominator"),
    [
        (r"\frac{a}{b}", [r"\frac{a}{b}"], ["a"], ["b"]),
        (r"\frac12 x", [r"\frac12"], ["1"], ["2"]),
        (r"\frac 1 {x y}", [r"\frac 1 {x y}"], ["1"], ["x y"]),
        (r"\frac\alpha{2}", [r"\frac\alpha{2}"], [r"\alpha"], ["2"]),
        ("\\frac{a}% why\n {b}", ["\\frac{a}% why\n {b}"], ["a"], ["b"]),
        (
            r"\dfrac{1}{\tfrac{2}{3}}",
            [r"\dfrac{1}{\tfrac{2}{3}}", r"\tfrac{2}{3}"],
            ["1", "2"],
            [r"\tfrac{2}{3}", "3"],
        ),
        (r"\frac{\{ a \}}{b}", [r"\frac{\{ a \}}{b}"], [r"\{ a \}"], ["b"]),
        (r"\frac\mathbb{R}2", [r"\frac\mathbb{R}2"], [r"\mathbb{R}"], ["2"]),
    ],
)
def test_fractions(formula, whole, numerator, denominator):
    text = f"${formula}$"
    assert found(text, "frac") == whole
    assert found(text, "numerator") == numerator
    assert found(text, "denominator") == denominator


@pytest.mark.parametrize(
    ("formula", "superscripts", "subscripts"),
    [
        ("x^2", ["2"], []),
        ("x^{10}_{ij}", ["10"], ["ij"]),
        (r"x_\alpha y", [], [r"\alpha"]),
        (r"x^\frac12", [r"\frac12"], []),
        ("x_{a_{b^c}}", ["c"], ["a_{b^c}", "b^c"]),
        (r"x_\mathrm{max} + x_\text{min}", [], [r"\mathrm{max}", r"\text{min}"]),
        ("x^ 2", ["2"], []),
        (r"a\_b\^c", [], []),
        (r"\sum_{i=1}^n", ["n"], ["i=1"]),
        (r"\int_0^{\infty}", [r"\infty"], ["0"]),
    ],
)
def test_scripts(formula, superscripts, subscripts):
    assert found(f"\\[{formula}\\]", "superscript") == superscripts
    assert found(f"\\[{formula}\\]", "subscript") == subscripts


def test_scripts_exist_in_formulas_only():
    assert found(r"fig_1.pdf and $\text{a_b} x_1$ \label{eq_2}", "subscript") == ["1"]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        (r"\ref{a} \eqref{eq:b} \autoref{c} \cref{d,e} \label{f}", ["a", "eq:b", "c", "d,e", "f"]),
        (r"\cite[Lemma~2]{K:1} \citep[see][p.~3]{a,b} \citet*{c}", ["K:1", "a,b", "c"]),
        (r"\let\cite\citep \refname {x} \ref", []),
        (r"$x \label{eq_1}$", ["eq_1"]),
    ],
)
def test_references(text, references):
    assert found(text, "reference") == references


def test_front_matter():
    text = (
        "\\title[Short]{On $x$ \\& {more}}\n\\author{A. Bee}\n\\begin{abstract}\nWe show.\n\\end{abstract} a"
    )
    assert found(text, "title") == [r"On $x$ \& {more}"]
    assert found(text, "author") == ["A. Bee"]
    assert found(text, "abstract") == ["\nWe show.\n"]
    assert found(text, "math") == ["x"]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x + y", ["x + y"]),
        (r"a \[ x + \frac{1}{2", [r" x + \frac{1}{2"]),
        (r"\begin{align} x &= y", [" x &= y"]),
        ("$x + y\n\nnow $z$", ["x + y", "z"]),
        ("$x + y\n % note\nz$", ["x + y\n % note\nz"]),
        ("x$ and \\item then $y$", [" and ", "y"]),
        (r"$x \[ y \]", ["x ", " y "]),
        (r"x \] } \end{align} $y$ \) z", ["y"]),
        (r"\newcommand{\be}{\begin{equation}} then $x$", ["x"]),
        (r"$x^{2$ then $y$", ["x^{2", "y"]),
    ],
)
def test_broken_source(text, formulas):
    assert found(text, "math") == formulas


def test_what_a_cut_leaves_open_ends_with_the_text():
    text = r"$x^{2 + \frac{1}{a_"
    assert found(text, "superscript") == [r"2 + \frac{1}{a_"]
    assert found(text, "numerator") == ["1"]
    assert found(text, "denominator") == ["a_"]
    assert found(text, "subscript") == []
    assert found(r"\author{A. Be", "author") == ["A. Be"]


PIECES = st.sampled_from(
    [
        *r"$ $$ \( \) \[ \] { } ^ _ [ ] % \% \$ \\ \ & x 1 \alpha \bm \frac \frac12 \text{ \mbox{".split(),
        *r"\begin{align} \end{align} \begin{alignat}{2} \end{alignat} \begin{math} \end{math} \verb|".split(),
        *r"\begin{abstract} \end{abstract} \begin{verbatim} \end{verbatim} \url{ \cite[ \title{".split(),
        *(r"\item", r"\end{command}", "\n", "\n\n", " ", "\r\n"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_any_string_gives_nested_regions_within_it(text):
    regions = scan(text)
    assert all(0 <= region.start < region.stop <= len(text) for region in regions)
    for one, other in itertools.combinations(regions, 2):
        apart = one.stop <= other.start or other.stop <= one.start
        nested = (one.start <= other.start and other.stop <= one.stop) or (
            other.start <= one.start and one.stop <= other.stop
        )
        assert apart or nested


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_formula_follows_its_opening_delimiter(text):
    regions = scan(text)
    starts = {region.stop for region in regions if region.name == "start_math"}
    kinds = {(r.start, r.stop) for r in regions if r.name in ("inline_math", "display_math")}
    formulas = {(r.start, r.stop) for r in regions if r.name == "math"}
    assert formulas == kinds
    assert {start for start, _ in formulas} <= starts


@pytest.mark.parametrize(
    "unit", ["{", r"\frac{", "x^{", r"\text{$", r"\[", "^", r"\frac", r"\cite[", "$", r"\begin{align}"]
)
def test_deep_nesting_is_no_obstacle(unit):
    depth = 5_000
    assert all(region.stop <= len(unit) * depth + 1 for region in scan("$" + unit * depth))


def test_deep_scripts_are_all_found():
    depth = 5_000
    text = "$" + "x_{" * depth + "}" * depth + "y$"
    assert found(text, "math") == [text[1:-1]]
    assert len(found(text, "subscript")) == depth - 1  # the innermost is empty
