r"""Grammar of small LaTeX articles: productions for `corpora.productions`, over those of the formulas.

«object», «other», «property», «method», «topic», «label», «key», «author», «number», «year» and the notation
of the formulas are drawn once per document by the generator, so that an article keeps to its subject. The
first production of a symbol never leads back to it.
"""

OBJECTS = (
    "graph,group,ring,lattice,operator,polynomial,manifold,network,tree,automaton,"
    "random walk,Markov chain,measure,sequence,vector field,kernel,function,curve,surface,code,"
    "circuit,program,state,particle,field,wave,fluid,Hamiltonian,"
    "path,set,partition,module,norm,metric,distribution,estimator,sample,channel,"
    "cluster,grammar,protocol"
).split(",")
PROPERTIES = (
    "bounded,compact,connected,convex,continuous,regular,finite,symmetric,positive,smooth,sparse,"
    "stable,linear,random,periodic,reversible,simple,complete,dense,minimal,planar,measurable,"
    "solvable,local,generic,homogeneous"
).split(",")
METHODS = (
    "induction,a counting argument,the mean value theorem,a change of variables,Fourier analysis,"
    "compactness,the triangle inequality,linear programming,a greedy algorithm,dynamic programming,"
    "perturbation theory,a Monte Carlo simulation,the maximum principle,convexity,"
    "a fixed point argument,the pigeonhole principle,gradient descent,a limiting argument"
).split(",")
TOPICS = (
    "gap,bound,energy,rank,growth,entropy,flow,limit,mixing,decay,scaling,degree,cover,norm,"
    "density,trace,volume,order,cost,stability"
).split(",")
THEOREMS = (
    "theorem",
    "theorem",
    "lemma",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "remark",
    "example",
)

PROSE = {
    "cite": (
        "\\cite{«key»}",
        "\\cite{«key»}",
        "\\cite[Section~«number»]{«key»}",
        "\\citep{«key»,«key»}",
        "\\citet{«key»}",
    ),
    "ref": (
        "Lemma~\\ref{lem:«label»}",
        "Theorem \\ref{thm:«label»}",
        "(\\ref{eq:«label»})",
        "\\eqref{eq:«label»}",
        "Section~\\ref{sec:«label»}",
        "Figure \\ref{fig:«label»}",
    ),
    "claim": (
        "the «object» «math» is «property»",
        "every «property» «object» has at most «number» «plural»",
        "there is a «property» «other» «math» with «math»",
        "the «topic» of «math» is at least «math»",
        "«math» holds for all «math»",
        "no «other» of «topic» «number» is «property»",
        "the «topic» depends on «math» alone",
        "both «plural» are «property»",
    ),
    "plural": ("«object»s", "«other»s", "«property» «other»s"),
    "sentence": (
        "«^claim».",
        "«^claim» by «method».",
        "By «method», «claim».",
        "It follows from «ref» that «claim».",
        "This was shown by «author» «cite» for «plural», where «claim».",
        "Let «math» be a «property» «object» with «math».",
        "Suppose that «math» and «math».",
        "If «claim», then «claim».",
        "Here «math» denotes the «topic» of the «object», and «math» is a constant.",
        "We write «math» for the «property» «other» of «math».",
        "In the next section (see «ref») we use «method» to show that «claim».",
        "About «number»\\% of the «plural» in our data set are «property».",
        "A run on all «number» «plural» costs about \\$«number» and takes «number» minutes.",
        "The question goes back to «author»~«cite», who asked whether «claim».",
        "Note that the «object» need not be «property», as was seen in «cite».",
        "«author» and others \\cite{«key»} found the same «topic» in «year», on page «number».",
        "The idea is simple: the «other» (or a part of it) is \\emph{«property»}.",
        "Recall that «claim», so we may take «math».",
        "The file \\texttt{«label»\\_«number».txt} lists «number» «plural» and their «topic».",
        "For «math» we find «math», which is too small.",
        "«^method» is enough here, since nothing else is \\textbf{«property»}.",
    ),
    "remark": (
        "% the constant is not the best one",
        "% «sentence»",
        "% see «author», page «number»",
        "% was: $«short»$",
        "%% costs \\$«number» or $«letter» each",
        "% check the case «letter» = «number»",
    ),
    "lead": (
        "Thus we have",
        "We obtain",
        "By «ref»,",
        "Summing over all «plural» gives",
        "The «topic» of the «object» is given by",
        "Combining this with «ref», it follows that",
        "Consider the «other» with",
        "Using «method» twice,",
    ),
    "follow": (
        "where «math» is the «topic» of the «other».",
        "with «math» and «math».",
        "for every «object».",
        "and «claim».",
        "«sentence»",
    ),
    "several": (
        "«sentence» «sentence»",
        "«sentence» «sentence» «sentence»",
        "«sentence»\n«sentence»",
        "«sentence» «sentence»\n«remark»\n«sentence»",
    ),
    "statement": (
        "«sentence» Then «claim».",
        "«^claim».",
        "Let «math». Then\n«display»",
        "«sentence» Moreover, «claim».",
    ),
    "theorem": tuple(f"\\begin{{{kind}}}«shown»\n«statement»\n\\end{{{kind}}}" for kind in THEOREMS),
    "shown": ("\\label{thm:«label»}", "\\label{lem:«label»}", "", "[«author», «year»]"),
}

BLOCKS = {
    "block": (
        "«several»",
        "«several»",
        "«several»",
        "«lead»\n«display»\n«follow»",
        "«lead»\n«display»\n«follow»",
        "«several» «lead»\n«display»",
        "\\section{«^heading»}\\label{sec:«label»}\n«several»",
        "\\section{«^heading»}\n\n«several»",
        "\\subsection*{«^heading»}\n«several»",
        "«theorem»",
        "«theorem»",
        "«theorem»",
        "\\begin{proof}\n«several» «lead»\n«display»\n«follow»\n\\end{proof}",
        "\\begin{proof}[Proof of «ref»]\n«several»\n\\end{proof}",
        "\\begin{itemize}\n\\item «sentence»\n\\item «^claim».\n"
        "\\item «^claim», where «math».\n\\end{itemize}",
        "\\begin{enumerate}\n  \\item «math» is «property»;\n"
        "  \\item «claim»;\n  \\item \\label{it:«label»} «math».\n\\end{enumerate}",
        "\\paragraph{«^heading».} «several»",
        "\\begin{figure}\n  \\centering\n"
        "  \\includegraphics[width=0.«number»\\textwidth]{«label»_«number».pdf}\n"
        "  \\caption{«^claim».}\\label{fig:«label»}\n\\end{figure}",
    ),
    "heading": (
        "the «topic» of a «property» «object»",
        "«plural» and «topic»",
        "«topic» by «method»",
        "the case $«short»$",
        "preliminaries",
        "main results",
        "experiments",
    ),
    "title": (
        "On the «topic» of «property» «object»s",
        "«^plural» and their «topic»",
        "«^property» «object»s with small «topic»",
        "A note on «topic» for «plural»",
        "The «topic» problem for $«letter»$-«property» «plural»",
        "«^method» and the «topic» of a «property» «object»",
    ),
    "authors": (
        "«author»",
        "«author» and «author»",
        "«author» \\and «author»",
        "«author»\\thanks{Supported by grant «number».}",
    ),
    "front": (
        "\\title{«title»}\n\\author{«authors»}\n\\maketitle\n\n«abstract»",
        "\\documentclass{article}\n\\title{«title»}\n\\author{«authors»}\n\\begin{document}\n\\maketitle\n\n«abstract»",
        "\\author{«authors»}\n\\title[«^topic»]{«title»}\n\\date{«year»}\n\n«abstract»",
        "% «label».tex\n\\documentclass[11pt]{amsart}\n\\usepackage{amsmath}\n"
        "\\title{«title»}\n\\author{«authors»}\n\\maketitle\n«abstract»",
    ),
    "abstract": (
        "\\begin{abstract}\n«several»\n\\end{abstract}",
        "\\begin{abstract}\nWe show that «claim». «sentence»\n\\end{abstract}",
    ),
    "tail": (
        "«claim».\n«several»",
        "and «math» is «property». «several»",
        "% «sentence»\n«several»",
        "«display»\n«follow» «several»",
        "of «math» for all «plural». «lead»\n«display»",
        "\\section{«^heading»}\n\\label{sec:«label»}\n«several»",
        "«block»",
        "«block»",
        "«block»",
        "«block»",
    ),
    "end": ("\\end{document}", "", "", "\\bibliographystyle{plain}\n\\bibliography{«label»}"),
}

ARTICLE = {**PROSE, **BLOCKS}
