"""The tokens that the catalog's features mark in short texts, checked by hand.

Every entry of the catalog is read as it stands; its files alone are exchanged for texts of a few lines. A
token is a word with the blank before it, or one sign; the features of tokens are also asked of the pieces of
words that models have.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from sparse_probing.documents import Document, to_frames
from sparse_probing.predicates import matches
from sparse_probing.readers.read import read_documents
from sparse_probing.rows import tokenize_dataset
from sparse_probing.settings.dataset import Dataset, Feature, FeatureList, FeatureSelection, RowSettings
from sparse_probing.settings.loading import load_yaml, parse
from sparse_probing.tokenizer import FastTokenizer
from sparse_probing.tokenizer_training import train_tokenizer

CATALOG = Path(__file__).parents[2] / "workflow" / "catalog"
HALF = "\N{REPLACEMENT CHARACTER}"  # a byte that is no whole character
WORDS_AND_SIGNS = r" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]|\s"


def tokenizer_of(texts: Sequence[str]) -> FastTokenizer:
    """A tokenizer whose tokens are the words and signs of `texts`."""
    split = pre_tokenizers.Split(Regex(WORDS_AND_SIGNS), "isolated")
    words = sorted({word for text in texts for word, _ in split.pre_tokenize_str(text)})
    backend = Tokenizer(models.WordLevel({word: i for i, word in enumerate(["?", *words])}, "?"))
    backend.pre_tokenizer = split
    backend.decoder = decoders.Fuse()
    return FastTokenizer(backend, bos=None)


def conllu(*sentences: str) -> str:
    """A treebank of sentences in short lines: form, UPOS, features, relation, `-` where no blank follows."""
    blocks = ["# newdoc id = doc"]
    for sentence in sentences:
        number, lines = 0, []
        for line in sentence.strip().splitlines():
            form, upos, feats, deprel, *glued = line.split()
            misc = "SpaceAfter=No" if glued else "_"
            if upos == "TWO":  # a contraction: its two words follow
                lines.append(f"{number + 1}-{number + 2}\t{form}" + "\t_" * 7 + f"\t{misc}")
                continue
            number += 1
            lines.append("\t".join([str(number), form, "_", upos, "_", feats, "_", deprel, "_", misc]))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) + "\n"


def jsonl(*records: Mapping[str, Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def csv(*rows: tuple[str, str]) -> str:
    return "prompt,prompt_len,target\n" + "".join(f'"{prompt}",9,{target}\n' for prompt, target in rows)


ONCE = """
Once ADV NumType=Mult advmod
or CCONJ _ cc
twice ADV NumType=Mult conj
she PRON Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs nsubj
had AUX Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin aux
peeped VERB Tense=Past|VerbForm=Part root
into ADP _ case
the DET Definite=Def|PronType=Art det
book NOUN Number=Sing obl
her PRON Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs nmod:poss
sister NOUN Number=Sing nsubj
was AUX Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin aux
reading VERB Tense=Pres|VerbForm=Part acl:relcl -
. PUNCT _ punct
"""
MY_EARS = """
Oh INTJ _ discourse
my PRON Case=Gen|Number=Sing|Person=1|Poss=Yes|PronType=Prs nmod:poss
ears NOUN Number=Plur vocative
and CCONJ _ cc
whiskers NOUN Number=Plur conj -
, PUNCT _ punct
how ADV PronType=Int advmod
late ADJ Degree=Pos advmod
it's TWO _ _
it PRON Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs nsubj
's AUX Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin aux
getting VERB Tense=Pres|VerbForm=Part root -
! PUNCT _ punct
"""
ALARMED = """
Do AUX Mood=Imp|VerbForm=Fin aux
not PART Polarity=Neg advmod
be AUX VerbForm=Inf aux:pass
alarmed VERB Tense=Past|VerbForm=Part|Voice=Pass root
by ADP _ case
two NUM NumForm=Word|NumType=Card nummod
cards NOUN Number=Plur obl
"""

# The catalog's own words are mixed in by hand: digits, capitals, signs and letters outside of ASCII.
LINE = "In 1865 Alice undid the RABBIT's watch: naïve, unless moving ABLY.\n\tReally 42 times"

ARTICLE = (
    r"\title{Sums} \author{A. Cat} See \ref{eq} for $a_1 + b^2$."
    "\n\n"
    r"\begin{abstract}Tea\end{abstract} \[ \frac{x}{y} = z \] % not $m$"
    "\n"
    r"Costs \$5 and \(u\)."
)

NUMBERS = " ".join(f"{number:03d}" for number in range(240))

FILLER = " ".join(["word"] * 30)


@dataclass(frozen=True)
class Sample:
    """Files for an entry of the catalog, and what of their rows is positive and negative, by feature."""

    dataset: str
    files: Mapping[str, str]
    positives: Mapping[str, Sequence[str]]
    negatives: Mapping[str, Sequence[str]]
    by: str = "token"


SAMPLES = [
    Sample(
        "ewt",
        {"alice.conllu": conllu(ONCE, MY_EARS, ALARMED)},
        {
            "upos_verb": [" peeped", " reading", " getting", " alarmed"],
            "upos_noun": [" book", " sister", " ears", " whiskers", " cards"],
            "upos_aux": [" had", " was", "s", " Do", " be"],
            "upos_intj": [" Oh"],
            "upos_cconj": [" or", " and"],
            "upos_adp": [" into", " by"],
            "deprel_nsubj": [" she", " sister", " it"],
            "deprel_aux": [" had", " was", "s", " Do"],
            "deprel_aux_pass": [" be"],
            "deprel_acl_relcl": [" reading"],
            "deprel_nmod_poss": [" her", " my"],
            "deprel_root": [" peeped", " getting", " alarmed"],
            "number_plur": [" ears", " whiskers", " cards"],
            "tense_past": [" had", " peeped", " was", " alarmed"],
            "mood_imp": [" Do"],
            "verbform_part": [" peeped", " reading", " getting", " alarmed"],
            "prontype_art": [" the"],
            "person_1": [" my"],
            "numtype_card": [" two"],
            "gender_fem": [" she", " her"],
            "voice_pass": [" alarmed"],
            "eos": [".", "!", " cards"],
            "first_eos": ["."],
        },
        {
            "mood_imp": [" had", " was", "s"],
            "tense_past": [" reading", "s", " getting"],
            "voice_pass": [" peeped", " reading", " getting"],
            "gender_fem": [" it"],
            "first_eos": ["!", " cards"],
            "verbform_part": [" had", " was", "s", " Do", " be"],
        },
    ),
    Sample(
        "text",
        {"a.jsonl": jsonl({"text": LINE, "meta": {"pile_set_name": "Books"}})},
        {
            "contains_digit": [" 1865", " 42"],
            "all_digits": [" 1865", " 42"],
            "contains_capital": ["In", " Alice", " RABBIT", " ABLY", "Really"],
            "leading_capital": ["In", " Alice", " RABBIT", " ABLY", "Really"],
            "all_capitals": [" RABBIT", " ABLY"],
            "no_leading_space_loweralpha": ["s"],
            "all_whitespace": ["\n", "\t"],
            "not_alphanumeric": ["'", ":", ",", ".", "\n", "\t"],
            "not_ascii": [" naïve"],
            "prefix_un": [" undid", " unless"],
            "suffix_ing": [" moving"],
            "suffix_ed": [],
        },
        {
            "prefix_un": [" the", " watch", " naïve", " moving", " times"],
            "suffix_ing": [" undid", " the", " watch", " naïve", " unless", " times"],
        },
    ),
    Sample(
        "latex",
        {"a.jsonl": jsonl({"text": ARTICLE, "path": "a.tex#part1"})},
        {
            "title": ["Sums"],
            "author": ["A", ".", " Cat"],
            "abstract": ["Tea"],
            "reference": ["eq"],
            "inline_math": ["a", "_", "1", " +", " b", "^", "2", "u"],
            "display_math": [" \\", "frac", "{", "x", "}", "{", "y", "}", " =", " z"],
            "start_math": [" $", " \\", "[", " \\", "("],
            "end_math": ["$", " \\", "]", "\\", ")"],
            "subscript": ["1"],
            "superscript": ["2"],
            "numerator": ["x"],
            "denominator": ["y"],
            "frac": [" \\", "frac", "{", "x", "}", "{", "y", "}"],
        },
        {},
    ),
    Sample(
        "compound_words",
        {
            "67_social-security.csv": csv(
                ("They lost their Social Security", "bigram"),
                ("a matter of national security", "not_bigram"),
                ("he met his social superior", "not_bigram"),
                ("taxes and social security", "bigram"),
            ),
            "65_high-school.csv": csv(("after high school", "bigram"), ("a high price", "not_bigram")),
            "68_credit-card.csv": csv(("pay by credit card", "bigram"), ("a playing card", "not_bigram")),
            "79_human-rights.csv": csv(("for human rights", "bigram"), ("civil rights", "not_bigram")),
            "85_mental-health.csv": csv(("his mental health", "bigram"), ("public health", "not_bigram")),
        },
        {
            "social_security": [" Security", " security"],
            "high_school": [" school"],
            "credit_card": [" card"],
            "human_rights": [" rights"],
            "mental_health": [" health"],
        },
        {
            "social_security": [" security", " superior"],
            "high_school": [" price"],
            "credit_card": [" card"],
            "human_rights": [" rights"],
            "mental_health": [" health"],
        },
    ),
    Sample(
        "wikidata",
        {
            "56_wikidatasex_or_gender.csv": csv(
                ("with Carol Danvers", "female"), ("by Alfred Murdoch", "male")
            ),
            "57_wikidatais_alive.csv": csv(("I saw Ada Lovelace", "False"), ("I saw Jane Goodall", "True")),
            "58_wikidatapolitical_party.csv": csv(
                ("said Dianne Feinstein", "Democratic Party"), ("said Charles Hughes", "Republican Party")
            ),
            "60_wikidata_occupation_isathlete.csv": csv(("of Ernie Banks", "1"), ("by Samuel Fuller", "0")),
            "61_wikidata_occupation_isactor.csv": csv(
                ("with Lashana Lynch", "1"), ("with Isaac Newton", "0")
            ),
            "108_athlete_sport.csv": csv(("Andrew Bynum", "basketball"), ("Joe Cribbs", "football")),
        },
        {
            "is_female": [" Danvers"],
            "is_alive": [" Goodall"],
            "party_democratic": [" Feinstein"],
            "occupation_athlete": [" Banks"],
            "occupation_actor": [" Lynch"],
            "sport_basketball": [" Bynum"],
            "sport_football": [" Cribbs"],
        },
        {
            "is_female": [" Murdoch"],
            "is_alive": [" Lovelace"],
            "party_democratic": [" Hughes"],
            "occupation_athlete": [" Fuller"],
            "occupation_actor": [" Newton"],
            "sport_basketball": [" Cribbs"],
        },
    ),
    Sample(
        "natural_language",
        {
            "a.jsonl": jsonl(
                *(
                    {"text": text, "lang": lang, "source": "Verne: Novel#1"}
                    for lang, text in [
                        ("fr", "Le chat dort sur la chaise."),
                        ("de", "Die Katze schläft auf dem Stuhl."),
                        ("en", "The cat sleeps on the chair."),
                        ("el", "η γάτα κοιμάται στην καρέκλα."),
                        ("sv", "Katten sover på stolen."),
                    ]
                )
            )
        },
        {name: [f"a.jsonl:{line}"] for line, name in enumerate(["fr", "de", "en", "el", "sv"], start=1)},
        {"fr": ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]},
        by="document",
    ),
    Sample(
        "code_language",
        {
            "a.jsonl": jsonl(
                *(
                    {"text": f"{FILLER} {FILLER} {FILLER} {FILLER} {code}", "lang": lang, "path": lang}
                    for lang, code in [
                        ("C", "int main(void) { return 0; }"),
                        ("C++", "std::vector<int> v;"),
                        ("Go", "func main() {}"),
                        ("HTML", "<p>tea</p>"),
                        ("Python", "def main(): pass"),
                    ]
                ),
                {"text": "shorter than what is skipped", "lang": "Go", "path": "short"},
            )
        },
        {
            "c": ["a.jsonl:1"],
            "cpp": ["a.jsonl:2"],
            "go": ["a.jsonl:3"],
            "html": ["a.jsonl:4"],
            "python": ["a.jsonl:5"],
        },
        {"cpp": ["a.jsonl:1", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]},
        by="document",
    ),
    Sample(
        "data_subset",
        {
            "a.jsonl": jsonl(
                *(
                    {"text": f"{FILLER} {text}", "meta": {"pile_set_name": name}}
                    for name, text in [
                        ("ArXiv", r"\begin{proof}"),
                        ("FreeLaw", "The petitioner contends"),
                        ("Github", "def main(): pass"),
                        ("PubMed Abstracts", "We studied 40 patients"),
                        ("Ubuntu IRC", "<rabbit> I am late"),
                    ]
                )
            )
        },
        {
            "arxiv": ["a.jsonl:1"],
            "freelaw": ["a.jsonl:2"],
            "github": ["a.jsonl:3"],
            "pubmed_abstracts": ["a.jsonl:4"],
            "ubuntu_irc": ["a.jsonl:5"],
        },
        {"freelaw": ["a.jsonl:1", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]},
        by="document",
    ),
    Sample(
        "true_statements",
        {
            "plays_pro_sport.json": json.dumps(
                {
                    "name": "plays pro sport",
                    "prompt_templates": ["{} plays the sport of"],
                    "samples": [
                        {"subject": "Babe Ruth", "object": "baseball"},
                        {"subject": "Wayne Gretzky", "object": "hockey"},
                    ],
                }
            )
        },
        {"true_statement": [" baseball", " hockey"], "true_plays_pro_sport": [" baseball", " hockey"]},
        {"true_statement": [" hockey", " baseball"], "true_company_hq": []},
    ),
    Sample(
        "position",
        {"a.jsonl": jsonl({"text": NUMBERS, "meta": {"pile_set_name": "-"}})},
        {
            "early": ["000", *(f" {number:03d}" for number in range(1, 16))],
            "middle": [f" {number:03d}" for number in range(96, 160)],
            "late": [f" {number:03d}" for number in range(224, 240)],
        },
        {},
    ),
]  # fmt: skip


def rows_of(sample: Sample, folder: Path) -> tuple[pl.DataFrame, Dataset]:
    """The rows of the sample's files, as its entry of the catalog reads and chooses them."""
    path = CATALOG / "datasets" / f"{sample.dataset}.yaml"
    content = load_yaml(path)
    source = {key: value for key, value in content["source"].items() if key not in ("url", "obtain")}
    content = {**content, "source": {**source, "files": list(sample.files)}}
    dataset = parse(Dataset, content, origins=[(str(path), content)])
    for name, text in sample.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [folder / name for name in sample.files]
    documents, annotations = to_frames(read_documents(files, dataset.source), list(dataset.source.columns()))
    tokenizer = tokenizer_of(documents["text"].to_list())
    return tokenize_dataset(documents, annotations, tokenizer, dataset).rows, dataset


def features_of(dataset: Dataset) -> dict[str, Feature]:
    chosen = dataset.features
    assert isinstance(chosen, FeatureSelection)
    path = CATALOG / "features" / f"{chosen.list}.yaml"
    shared = parse(FeatureList, load_yaml(path), origins=[(str(path), load_yaml(path))])
    return {feature.name: feature for feature in dataset.expand_features({chosen.list: shared})}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.dataset)
def test_features_mark_these_rows_and_no_others(sample: Sample, tmp_path: Path) -> None:
    rows, dataset = rows_of(sample, tmp_path)
    features = features_of(dataset)
    for name, expected in sample.positives.items():
        feature = features[name]
        holds = matches(rows, feature.where) & matches(rows, feature.among)
        assert rows.filter(holds)[sample.by].to_list() == list(expected), name
    for name, expected in sample.negatives.items():
        feature = features[name]
        holds = matches(rows, feature.among) & ~matches(rows, feature.where)
        assert rows.filter(holds)[sample.by].to_list() == list(expected), name


def byte_level_tokenizer(folder: Path) -> FastTokenizer:
    """A byte-level BPE tokenizer, as the models have, to which a few words are known."""
    known = ["She is undoing what the nation renewed.", "Naturally she renewed it, undoing the rest.",
             "A nation was indeed resting, naturally."]  # fmt: skip
    train_tokenizer(known * 4, folder, vocabulary=330)
    return FastTokenizer.load(folder)


def wordpiece_tokenizer(_: Path) -> FastTokenizer:
    """A WordPiece tokenizer, as BERT has, to which a few words are known."""
    pieces = ["[UNK]", "she", "is", "un", "##do", "##ing", "renew", "##ed", "##s", "indeed", "12", ","]
    backend = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.decoder = decoders.WordPiece()
    return FastTokenizer(backend, bos=None)


@pytest.mark.parametrize(
    ("make_tokenizer", "text", "tokens", "positives"),
    [
        (
            byte_level_tokenizer,
            "Unrest: she was indeed undoing 12 nations,\n naturally renewing \xe9",
            ["U", "n", "re", "st", ":", " she", " was", " indeed", " undoing", " ", "1", "2", " nation", "s",
             ",", "\n", " naturally", " renew", "ing", " ", HALF, HALF],
            {
                "leading_capital": ["U"],
                "all_digits": ["1", "2"],
                "prefix_un": [" undoing"],
                "prefix_re": [" renew"],
                "prefix_in": [" indeed"],
                "suffix_ing": [" undoing", "ing"],
                "suffix_ly": [" naturally"],
                "no_leading_space_loweralpha": ["n", "re", "st", "s", "ing"],
                "all_whitespace": [" ", "\n", " "],
                "not_alphanumeric": [":", " ", ",", "\n", " ", HALF, HALF],
                "not_ascii": [HALF, HALF],
            },
        ),
        (
            wordpiece_tokenizer,
            "she is undoing renewed undos, indeed 12",
            [" she", " is", " un", "do", "ing", " renew", "ed", " un", "do", "s", ",", " indeed", " 12"],
            {
                "all_digits": [" 12"],
                "prefix_un": [" un", " un"],
                "prefix_re": [" renew"],
                "suffix_ing": ["ing"],
                "suffix_ed": ["ed", " indeed"],
                "no_leading_space_loweralpha": ["do", "ing", "ed", "do", "s"],
                "not_alphanumeric": [","],
            },
        ),
    ],
    ids=["byte-level BPE", "WordPiece"],
)  # fmt: skip
def test_features_of_tokens_hold_for_pieces_of_words(
    make_tokenizer: Callable[[Path], FastTokenizer],
    text: str,
    tokens: Sequence[str],
    positives: Mapping[str, Sequence[str]],
    tmp_path: Path,
) -> None:
    tokenizer = make_tokenizer(tmp_path)
    settings = RowSettings(unit="token")
    rows = tokenize_dataset(*to_frames([Document("text", "text", text)], []), tokenizer, settings).rows
    assert rows["token"].to_list() == list(tokens)
    path = CATALOG / "features" / "text.yaml"
    shared = parse(FeatureList, load_yaml(path), origins=[(str(path), load_yaml(path))])
    features = {feature.name: feature for feature in shared.expand()}
    for name, expected in positives.items():
        holds = matches(rows, features[name].where) & matches(rows, features[name].among)
        assert rows.filter(holds)["token"].to_list() == list(expected), name
