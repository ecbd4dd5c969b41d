package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.LanguagePreprocessing;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.TokenPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.prepare.Vocabulary;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.file.FullData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real series and texts, against the counts that their sources state. */
@Tag("slow")
class FullSequencesTest {

  private static IntStream lengths(Features features) {
    return IntStream.range(0, features.size()).map(features::length);
  }

  @Test
  void japaneseVowelsAreTwelveChannelsOfSevenToTwentyNineSteps() {
    DatasetSpec.Builder spec = DatasetSpec.at(FullData.folder("japanese-vowels"));
    Dataset vowels = Datasets.load(spec.maxLength(29).build());
    assertEquals(LearningTask.CLASSIFICATION, vowels.task());
    assertEquals(new FeatureShape.Sequence(12, 29), vowels.shape());
    assertEquals(270, vowels.trainAndValidation().size());
    assertEquals(370, vowels.test().size());
    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), vowels.classNames());
    for (int count : vowels.trainAndValidation().labels().counts()) {
      assertEquals(30, count, "utterances of each speaker");
    }
    Features test = vowels.test().open().features();
    int[] all =
        Stream.of(vowels.trainAndValidation().features(), test)
            .flatMapToInt(FullSequencesTest::lengths)
            .sorted()
            .toArray();
    assertEquals(7, all[0]);
    assertEquals(29, all[all.length - 1]);
    Dataset usual = Datasets.load(spec.maxLength(null).build());
    assertEquals(
        lengths(usual.searchData().train().features()).max().orElseThrow(), usual.shape().steps());
  }

  @Test
  void dnaSplicesAreSixtyBasesOfFourKinds() {
    Dataset dna =
        Datasets.load(
            DatasetSpec.at(FullData.folder("dna-splice").resolve("dna_splice.csv.gz"))
                .format(DataFormat.TEXT)
                .encoding(TextEncoding.TOKENS)
                .tokenizer(Tokenizer.CHAR)
                .label("class")
                .build());
    assertEquals(new FeatureShape.Tokens(4 + 2, 60), dna.shape());
    assertEquals(Map.of("ei", 767, "ie", 765, "n", 1654), dna.info().classCounts());
    assertTrue(lengths(dna.test().open().features()).allMatch(length -> length == 60));
  }

  @Test
  void austenPassagesAreAboutSixtyWords() {
    Dataset austen =
        Datasets.load(
            DatasetSpec.at(FullData.folder("austen-authorship").resolve("austen_passages.tsv.gz"))
                .format(DataFormat.TEXT)
                .encoding(TextEncoding.TOKENS)
                .label("novel")
                .group("chapter")
                .test(new TestSplit.Column("split"))
                .build());
    assertEquals(9675, austen.trainAndValidation().size());
    assertEquals(2142, austen.test().size());
    assertEquals(6, austen.classNames().size());
    Vocabulary words = ((TokenPreprocessing) austen.preprocessing()).vocabulary();
    assertEquals(Vocabulary.DEFAULT_LIMIT + 2, words.size());
    double mean = lengths(austen.searchData().train().features()).average().orElseThrow();
    assertEquals(60, mean, 3, "words of a passage, which hyphens and dashes part further");
  }

  @Test
  void smsAreHamOrSpam() {
    Dataset sms =
        Datasets.load(
            DatasetSpec.at(FullData.folder("sms-spam").resolve("SMSSpamCollection.tsv.gz"))
                .format(DataFormat.TEXT)
                .encoding(TextEncoding.TOKENS)
                .tokenizer(Tokenizer.CHAR)
                .label("Label")
                .build());
    assertEquals(Map.of("ham", 4827, "spam", 747), sms.info().classCounts());
    assertEquals(256, sms.shape().steps());
    assertTrue(lengths(sms.searchData().train().features()).min().orElseThrow() < 10);
  }

  @Test
  void tinyShakespeareIsOneTextOfSixtyFiveCharacters() {
    Path file = FullData.folder("tiny-shakespeare").resolve("input.txt.gz");
    Dataset text =
        Datasets.load(
            DatasetSpec.at(file)
                .format(DataFormat.LANGUAGE_MODEL)
                .test(new TestSplit.Fraction(0.05))
                .validationFraction(0.05)
                .maxLength(100)
                .build());
    assertEquals(new FeatureShape.Tokens(65 + 2, 100), text.shape());
    Examples development = text.trainAndValidation();
    int tokens =
        development.stepLabels().toArray().length
            + text.test().open().stepLabels().toArray().length;
    assertEquals(1_115_394 - 3, tokens, "all but the first of each part");
    Vocabulary characters = ((LanguagePreprocessing) text.preprocessing()).vocabulary();
    StringBuilder start = new StringBuilder();
    for (int step = 0; step < 14; step++) {
      start.append(
          characters.tokens().get((int) text.searchData().train().features().row(0)[step]));
    }
    assertEquals("First Citizen:", start.toString());
  }

  @Test
  void wikiTextHasTheTokensOfItsPaper() {
    Path folder = FullData.folder("wikitext-2-valid-test");
    Dataset wiki =
        Datasets.load(
            DatasetSpec.at(folder.resolve("valid.txt.gz"))
                .format(DataFormat.LANGUAGE_MODEL)
                .tokenizer(Tokenizer.SPACE)
                .test(new TestSplit.Given(folder.resolve("test.txt.gz")))
                .build());
    assertEquals(245_569 - 1, wiki.test().open().stepLabels().toArray().length);
    assertEquals(217_646 - 2, wiki.trainAndValidation().stepLabels().toArray().length);
    assertEquals(Vocabulary.DEFAULT_LIMIT + 2, wiki.searchData().outputs());
  }
}
