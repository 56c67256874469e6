"""Tests of the recipe's text handling: `python3 -m unittest` in this folder. They need no trained file."""

import random
import unittest
from pathlib import Path

import torch
from blend_encoders import blend
from citizen_style import CitizenStyle, read_phrasebook, to_first_person
from encoder import Encoder, EncoderShape
from normalise import normalise, without_marks
from prepare_examples import PASSAGE_WORDS, Example, cut_passages
from sample_pairs import Mix, PairSampler

SPOKEN = Path(__file__).parent / "spoken"


def style(seed: int) -> CitizenStyle:
    """Return a seeded style over the real phrasebook."""
    return CitizenStyle(read_phrasebook(SPOKEN), random.Random(seed))


class NormaliseTest(unittest.TestCase):
    def test_folds_case_ligatures_and_spaces_and_keeps_accents(self) -> None:
        self.assertEqual(normalise("  L’Œuvre\u00a0 ÉTÉ\n"), "l'oeuvre été")

    def test_is_idempotent(self) -> None:
        text = normalise("Où  faire ½ tour… à Noël ?")
        self.assertEqual(normalise(normalise(text)), normalise(text))

    def test_takes_marks_off_where_people_leave_them_out(self) -> None:
        self.assertEqual(without_marks("état, kimlik kartı, ținut"), "etat, kimlik karti, tinut")


class CitizenStyleTest(unittest.TestCase):
    def test_speaks_in_the_first_person(self) -> None:
        self.assertEqual(to_first_person("vous avez perdu votre carte"), "j'ai perdu mon carte")

    def test_is_reproducible(self) -> None:
        sentence = "demande de renouvellement du permis de conduire"
        one, other = style(4), style(4)
        self.assertEqual([one.rewrite(sentence) for _ in range(50)], [other.rewrite(sentence) for _ in range(50)])

    def test_never_empties_a_text_nor_leaves_double_spaces(self) -> None:
        writer = style(5)
        for _ in range(2000):
            rewritten = writer.rewrite("acte de naissance")
            self.assertTrue(rewritten)
            self.assertNotIn("  ", rewritten)


class PassagesTest(unittest.TestCase):
    def test_are_short_and_lose_no_word_of_ordinary_sentences(self) -> None:
        text = " ".join(f"phrase numero {index} de dix mots tout juste pour voir ici." for index in range(20))
        passages = list(cut_passages("", text))
        self.assertEqual(" ".join(passages), text)
        self.assertLessEqual(max(len(passage.split()) for passage in passages), PASSAGE_WORDS)


class EncoderTest(unittest.TestCase):
    SHAPE = EncoderShape(vocabulary=50, layers=2, heads=2, width=16, inner=32)

    def test_padding_changes_nothing(self) -> None:
        torch.manual_seed(1)
        encoder = Encoder(self.SHAPE).eval()
        with torch.no_grad():
            alone, padded = encoder(torch.tensor([[0, 8, 9, 2]])), encoder(torch.tensor([[0, 8, 9, 2, 1, 1], [0, 5, 6, 7, 8, 2]]))
        self.assertTrue(torch.allclose(alone[0], padded[0], atol=1e-5))

    def test_the_blend_goes_from_one_to_the_other(self) -> None:
        torch.manual_seed(1)
        before, after = Encoder(self.SHAPE).eval(), Encoder(self.SHAPE).eval()
        ids = torch.tensor([[0, 5, 6, 2], [0, 9, 2, 1]])
        with torch.no_grad():
            for share, expected in ((0.0, before), (1.0, after)):
                self.assertTrue(torch.allclose(blend(before, after, share).eval()(ids), expected(ids), atol=1e-4))


class PairSamplerTest(unittest.TestCase):
    def test_related_examples_are_never_in_one_batch(self) -> None:
        entry = Example(id="entry", title="pacs", questions=["se pacser", "faire un pacs"], related=["F1"], spoken=True)
        fiches = [Example(id=f"F{index}", title=f"fiche {index}") for index in range(6)]
        sampler = PairSampler([entry, *fiches], style(6), Mix(spoken_share=0.5))
        for _ in range(200):
            ids = {sampler.examples[index].id for index in sampler._draw_indices(4)}
            self.assertEqual(len(ids), 4)
            self.assertFalse({"entry", "F1"} <= ids)

    def test_pairs_a_question_abroad_with_a_text_of_its_own_entry(self) -> None:
        entries = [
            Example(id=f"entry-{n}", title=f"title {n}", questions=[f"question {n}"], abroad={"en": [f"english {n}"], "ar": [f"arabic {n}"]}, spoken=True)
            for n in range(8)
        ]
        sampler = PairSampler(entries, style(7), Mix(spoken_share=1, abroad_share=1))
        for _ in range(60):
            for query, text in zip(*sampler.draw_batch(4), strict=True):
                numbers = [sign for sign in query if sign.isdigit()]  # A slip of the finger may lose it.
                self.assertLessEqual(set(numbers), {text[-1]})


if __name__ == "__main__":
    unittest.main()
