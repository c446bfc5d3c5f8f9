import json

import pytest
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from sparse_probing.errors import UserError
from sparse_probing.tokenizer import FastTokenizer, check_same_vocabulary
from sparse_probing.tokenizer_training import END_OF_TEXT, PADDING, train_tokenizer

TEXTS = ["the cat sat on the mat", "the dog ate the cat's hat", "naïve 漢字 😀"] * 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of a tokenizer trained here."""
    folder = tmp_path_factory.mktemp("tokenizer")
    train_tokenizer(TEXTS, folder, vocabulary=280)
    return folder


def wordpiece():
    """A tokenizer in BERT's way: lower case, [CLS] before and [SEP] behind."""
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", "a", "the", "cat", "##s", ","]
    backend = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.decoder = decoders.WordPiece()
    backend.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return FastTokenizer(backend, bos=None)


def metaspace():
    """A tokenizer in Llama's way: a blank becomes a mark, <s> before."""
    backend = Tokenizer(models.WordLevel({"<unk>": 0, "<s>": 1, "▁a": 2, "▁the": 3, "▁cat": 4}, "<unk>"))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Metaspace()
    backend.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return FastTokenizer(backend, bos=1)


def test_texts_are_encoded_without_special_tokens_with_ranges_in_characters(folder):
    tokenizer = FastTokenizer.load(folder)
    texts = ["the cat 漢", "", "😀"]
    for text, encoding in zip(texts, tokenizer.encode(texts), strict=True):
        assert encoding.offsets.shape == (len(encoding.ids), 2)
        assert tokenizer.backend.decode(encoding.ids.tolist()) == text
    (plain,) = wordpiece().encode(["The  cats"])
    assert plain.ids.tolist() == [4, 5, 6]
    assert plain.offsets.tolist() == [[0, 3], [5, 8], [8, 9]]


def test_sequences_begin_with_bos_or_the_special_tokens_of_the_tokenizer(folder):
    trained = FastTokenizer.load(folder)
    assert trained.special_tokens(bos=True) == ([trained.backend.token_to_id(END_OF_TEXT)], [])
    assert trained.special_tokens(bos=False) == ([], [])
    assert FastTokenizer(trained.backend, bos=None).special_tokens(bos=True) == ([], [])
    assert wordpiece().special_tokens(bos=True) == wordpiece().special_tokens(bos=False) == ([1], [2])
    assert metaspace().special_tokens(bos=True) == ([1], [])
    assert metaspace().special_tokens(bos=False) == ([], [])


def test_the_decoded_vocabulary_shows_blanks_before_words(folder):
    trained = FastTokenizer.load(folder)
    (encoding,) = trained.encode(["the cat sat"])
    assert "".join(trained.decoded_vocabulary[i] for i in encoding.ids) == "the cat sat"
    assert " the" in trained.decoded_vocabulary and END_OF_TEXT in trained.decoded_vocabulary
    assert wordpiece().decoded_vocabulary[3:7] == [" a", " the", " cat", "s"]
    assert metaspace().decoded_vocabulary[2:] == [" a", " the", " cat"]


def test_ids_up_to_the_largest_are_decoded_though_some_have_no_token(folder):
    backend = Tokenizer(models.WordLevel({"a": 0, "b": 5}, "a"))
    assert [text.strip() for text in FastTokenizer(backend, bos=None).decoded_vocabulary] == [
        "a", "", "", "", "", "b",
    ]  # fmt: skip
    trained = FastTokenizer.load(folder)
    trained.backend.add_tokens([AddedToken("<new>", special=True)])
    assert trained.decoded_vocabulary[-1] == "<new>"


def test_the_bos_token_may_be_written_as_an_object_or_be_missing(folder, tmp_path):
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    assert FastTokenizer.load(tmp_path).bos is None
    config = tmp_path / "tokenizer_config.json"
    config.write_text(json.dumps({"bos_token": {"content": PADDING}}))
    assert FastTokenizer.load(tmp_path).bos == FastTokenizer.load(folder).backend.token_to_id(PADDING)
    config.write_text("{}")
    assert FastTokenizer.load(tmp_path).bos is None


def test_truncation_and_padding_of_the_file_are_switched_off(folder, tmp_path):
    backend = Tokenizer.from_file(str(folder / "tokenizer.json"))
    backend.enable_truncation(2)
    backend.enable_padding(length=8)
    backend.save(str(tmp_path / "tokenizer.json"))
    (encoding,) = FastTokenizer.load(tmp_path).encode(["the dog"])
    assert FastTokenizer.load(tmp_path).backend.decode(encoding.ids.tolist()) == "the dog"


def test_files_that_are_missing_or_damaged_are_named(folder, tmp_path):
    with pytest.raises(UserError, match=r"tokenizer\.json: no such file"):
        FastTokenizer.load(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(UserError, match=r"tokenizer\.json: not a tokenizer"):
        FastTokenizer.load(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    (tmp_path / "tokenizer_config.json").write_text("{")
    with pytest.raises(UserError, match=r"tokenizer_config\.json: not valid JSON"):
        FastTokenizer.load(tmp_path)


def test_another_vocabulary_is_an_error(folder, tmp_path):
    own = FastTokenizer.load(folder)
    check_same_vocabulary(own, FastTokenizer.load(folder), model="m")
    train_tokenizer(["other words"] * 9, tmp_path, vocabulary=280)
    with pytest.raises(UserError, match="m: its own tokenizer gives other ids"):
        check_same_vocabulary(own, FastTokenizer.load(tmp_path), model="m")


def test_training_gives_the_asked_size_and_the_same_bytes_again(folder, tmp_path):
    assert FastTokenizer.load(folder).backend.get_vocab_size() == 280
    train_tokenizer(iter(TEXTS), tmp_path / "deeper" / "folder", vocabulary=280)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        assert (tmp_path / "deeper" / "folder" / name).read_bytes() == (folder / name).read_bytes()


def test_a_trained_tokenizer_spells_any_text_and_learns_frequent_words(folder):
    tokenizer = FastTokenizer.load(folder)
    strange = "\x00ß\u200d🪚\n\t שלום"
    (encoding,) = tokenizer.encode([strange])
    assert tokenizer.backend.decode(encoding.ids.tolist()) == strange
    assert len(next(tokenizer.encode([" the"])).ids) == 1


def test_spelling_gives_whole_characters_and_together_the_text(folder):
    tokenizer = FastTokenizer.load(folder)
    text = " the λόγος, 🪚!"
    (encoding,) = tokenizer.encode([text])
    texts = tokenizer.spell(encoding.ids.tolist())
    assert len(texts) == len(encoding.ids)
    assert "".join(texts) == text
    assert {" the", "λ", "🪚", ""} <= set(texts)


def test_a_half_character_at_an_end_is_marked(folder):
    tokenizer = FastTokenizer.load(folder)
    (encoding,) = tokenizer.encode(["λ"])
    assert tokenizer.spell(encoding.ids[:1].tolist()) == ["\N{REPLACEMENT CHARACTER}"]
