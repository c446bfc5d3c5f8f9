r"""Grammar of random formulas in LaTeX: productions for `corpora.productions`.

«letter», «function», «greek» and «number» are drawn once per document by the generator, so that a text keeps
to its notation. The first production of a symbol never leads back to it.
"""

LATIN = "a b c d k m n p q r s t u v w x y z A B C D E G H K L M N P R S T U V W X".split()
FUNCTIONS = "f g h F G \\phi \\psi u v \\rho \\varphi".split()
GREEK = (
    "\\alpha \\beta \\gamma \\delta \\epsilon \\lambda \\mu \\sigma \\theta \\omega \\eta \\kappa \\tau "
    "\\Gamma \\Omega \\Delta \\varepsilon"
).split()

FORMULAS = {
    "atom": ("«letter»", "«letter»", "«letter»", "«greek»", "«small»", "«indexed»"),
    "indexed": ("«letter»_«digit»", "«letter»_i", "«greek»_n", "«letter»_{«index»}", "«letter»_{«letter»}"),
    "digit": tuple("0123"),
    "small": ("1", "2", "3", "4", "5", "7", "8", "10", "12", "0.5"),
    "index": ("n+1", "i,j", "ij", "k-1", "«letter»_i", "\\mathrm{max}", "\\text{min}", "n", "0", "«greek»"),
    "exponent": ("2", "2", "3", "n", "k", "-1", "*", "\\prime"),
    "power": (
        "«letter»^2",
        "«letter»^«digit»",
        "«atom»^{«exponent»}",
        "«letter»^{«sum»}",
        "e^{-«factor»}",
        "«letter»_i^2",
        "2^{«letter»_«digit»}",
        "\\mathbb{R}^«letter»",
        "«letter»^{-1}",
    ),
    "fraction": (
        "\\frac{1}{«atom»}",
        "\\frac{«atom»}{«atom»}",
        "\\frac{«sum»}{«small»}",
        "\\frac{«factor»}{«sum»}",
        "\\frac12",
        "\\frac{\\partial «function»}{\\partial «letter»}",
        "\\frac{d«function»}{d«letter»}",
        "\\dfrac{«sum»}{«atom»}",
    ),
    "factor": (
        "«atom»",
        "«atom»",
        "«power»",
        "«power»",
        "«fraction»",
        "«function»(«atom»)",
        "«function»(«letter», «letter»)",
        "\\sqrt{«sum»}",
        "\\left(«sum»\\right)",
        "\\log «letter»",
        "|«factor»|",
        "\\| «letter» \\|",
    ),
    "sum": (
        "«atom»",
        "«atom» + «small»",
        "«factor» - «factor»",
        "«factor» + «factor»",
        "«factor» «factor»",
        "«small» «factor»",
    ),
    "big": (
        "\\sum_{i=1}^{«letter»} «factor»",
        "\\sum_{«letter» \\in «letter»} «factor»",
        "\\int_0^1 «function»(«letter») \\, d«letter»",
        "\\int_{«atom»}^{\\infty} «factor» \\, d«letter»",
        "\\prod_{k=1}^n «factor»",
        "\\lim_{n \\to \\infty} «factor»",
        "\\max_{«letter»} «factor»",
    ),
    "relation": ("=", "=", "=", "\\leq", "\\le", "\\geq", "<", ">", "\\approx", "\\equiv"),
    "side": ("«sum»", "«sum»", "«big»", "«factor» + «big»", "«fraction» «big»"),
    "formula": (
        "«sum» «relation» «side»",
        "«function»(«letter») = «side»",
        "«big» «relation» «sum»",
        "«sum» «relation» «side» + O(«power»)",
    ),
    "short": (
        "«atom»",
        "«letter»",
        "«letter»",
        "«power»",
        "«indexed»",
        "«atom» «relation» «atom»",
        "«letter» \\in «letter»",
        "«letter» > 0",
        "«function»: «letter» \\to «letter»",
        "«function»(«letter»)",
        "«sum»",
        "«fraction»",
        "\\{«letter»_1, \\dots, «letter»_n\\}",
        "«letter» \\times «letter»",
    ),
    "math": ("$«short»$", "$«short»$", "$«short»$", "$«short»$", "\\(«short»\\)"),
    "display": (
        "\\[\n  «formula».\n\\]",
        "\\[ «formula», \\]",
        "$$ «formula». $$",
        "$$\n«formula»\n$$",
        "\\begin{equation}\\label{eq:«label»}\n  «formula».\n\\end{equation}",
        "\\begin{equation}\n  «formula» \\qquad \\text{for all } «letter» > «number».\n\\end{equation}",
        "\\begin{align}\n  «sum» &= «side» \\\\\n  &\\leq «side».\n\\end{align}",
        "\\begin{align*}\n  «formula» & \\quad \\text{if $«letter» > «digit»$,} \\\\\n"
        "  «formula» & \\quad \\text{otherwise.}\n\\end{align*}",
        "\\begin{gather*}\n«formula»,\\\\\n«formula».\n\\end{gather*}",
    ),
}
