package dev.espalier.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.LanguagePreprocessing;
import dev.espalier.datasets.prepare.Preprocessing;
import dev.espalier.datasets.prepare.RawInputs;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.TextPreprocessing;
import dev.espalier.datasets.prepare.TokenPreprocessing;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.prepare.Vocabulary;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts as sequences of tokens, and as text for language models. */
class OwnTextsTest {
  private final Path folder;

  OwnTextsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private DatasetSpec.Builder messages() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("messages.tsv"),
            "label\ttext",
            40,
            i ->
                i % 2 == 0
                    ? "good\tThe cat sat" + " down".repeat(i % 3)
                    : i % 5 == 0 ? "bad\t!?" : "bad\tthe dog ran word" + i);
    return DatasetSpec.at(file).format(DataFormat.TEXT).encoding(TextEncoding.TOKENS);
  }

  private DatasetSpec.Builder text(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("text.txt"), content);
    return DatasetSpec.at(file).format(DataFormat.LANGUAGE_MODEL);
  }

  private DatasetException fault(DatasetSpec.Builder spec) {
    return assertThrows(DatasetException.class, () -> Datasets.load(spec.build()));
  }

  private static Preprocessing copy(Preprocessing learned) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    return json.readValue(json.writeValueAsString(learned), Preprocessing.class);
  }

  @Test
  void wordsBecomeNumbersOfTheVocabularyAndUnknownOnesShareOne() throws IOException {
    Dataset data = Datasets.load(messages().build());
    TokenPreprocessing learned = assertInstanceOf(TokenPreprocessing.class, data.preprocessing());
    Vocabulary words = learned.vocabulary();
    assertEquals(List.of("<pad>", "<unk>", "the"), words.tokens().subList(0, 3));
    assertEquals(new FeatureShape.Tokens(words.size(), 5), data.shape());
    assertEquals(2, words.number("the"));
    assertEquals(Vocabulary.UNKNOWN, words.number("zebra"));
    assertEquals(Vocabulary.UNKNOWN, words.number("<pad>"), "a text cannot spell padding");
    Examples test = data.test().open();
    boolean unknown = false;
    for (int row = 0; row < test.size(); row++) {
      float[] tokens = test.features().row(row);
      int length = test.features().length(row);
      assertEquals(length == 1 ? Vocabulary.UNKNOWN : 2, tokens[0]);
      for (int step = length; step < tokens.length; step++) {
        assertEquals(Vocabulary.PADDING, tokens[step]);
      }
      unknown |= length == 4 && tokens[3] == Vocabulary.UNKNOWN;
    }
    assertTrue(unknown, "words of the test split alone are unknown");
  }

  @Test
  void charactersAreCutAtTheWantedLength() throws IOException {
    Dataset data = Datasets.load(messages().tokenizer(Tokenizer.CHAR).maxLength(7).build());
    TokenPreprocessing learned = assertInstanceOf(TokenPreprocessing.class, data.preprocessing());
    assertEquals(7, data.shape().steps());
    assertNotEquals(Vocabulary.UNKNOWN, learned.vocabulary().number("T"));
    Examples train = data.searchData().train();
    float[] row = train.features().row(0);
    assertTrue(train.features().length(0) == 7 || row[0] == learned.vocabulary().number("!"));
  }

  @Test
  void aVocabularyKeepsTheMostFrequentTokens() throws IOException {
    Dataset data = Datasets.load(messages().maxVocabulary(3).build());
    TokenPreprocessing learned = assertInstanceOf(TokenPreprocessing.class, data.preprocessing());
    assertEquals(5, learned.vocabulary().size());
    DatasetException e = fault(messages().encoding(TextEncoding.VECTORS).maxVocabulary(3));
    assertTrue(e.getMessage().contains("encoding must be tokens"), e.getMessage());
  }

  @Test
  void embeddedTextsAreVectorsUnlessTokensAreAskedFor() {
    Dataset vectors = Datasets.load(DatasetSpec.named("dna-splice").build());
    assertInstanceOf(TextPreprocessing.class, vectors.preprocessing());
    Dataset tokens =
        Datasets.load(DatasetSpec.named("dna-splice").encoding(TextEncoding.TOKENS).build());
    assertEquals(new FeatureShape.Tokens(6, 60), tokens.shape());
    assertEquals(60, tokens.searchData().train().features().length(17));
    assertEquals(vectors.fingerprint(), tokens.fingerprint(), "the data are the same");
  }

  @Test
  void textsWithoutAnyTokenAreRefused() throws IOException {
    Path file =
        TempFiles.table(folder.resolve("dots.tsv"), "label\ttext", 20, i -> i % 2 + "\t...");
    DatasetException e =
        fault(DatasetSpec.at(file).format(DataFormat.TEXT).encoding(TextEncoding.TOKENS));
    assertEquals("column 'text'", e.place());
  }

  @Test
  void newTextsArePreparedByWhatTheModelFileKeeps() throws IOException {
    Preprocessing learned = copy(Datasets.load(messages().build()).preprocessing());
    Path fresh = Files.writeString(folder.resolve("new.csv"), "text\nThe zebra sat\n");
    RawInputs inputs = RawInputs.read(fresh, learned);
    assertEquals(List.of("line 2"), inputs.names());
    float[] row = inputs.features().row(0);
    assertEquals(2f, row[0]);
    assertEquals(Vocabulary.UNKNOWN, row[1]);
    assertEquals(3, inputs.features().length(0));
  }

  @Test
  void aLanguageModelPredictsEachTokenButTheFirstOfItsPart() throws IOException {
    String content = "abcdefghij".repeat(10);
    Dataset data =
        Datasets.load(
            text(content)
                .test(new TestSplit.Fraction(0.2))
                .validationFraction(0.25)
                .maxLength(7)
                .build());
    assertEquals(LearningTask.LANGUAGE_MODEL, data.task());
    assertEquals(new FeatureShape.Tokens(12, 7), data.shape());
    assertEquals(12, data.searchData().outputs());
    assertEquals("<pad>", data.classNames().get(0));
    Examples train = data.searchData().train();
    assertEquals(9, train.size(), "59 steps in windows of 7");
    assertEquals(3, train.features().length(8));
    assertEquals(content.substring(0, 59), read(train, data));
    assertEquals(content.substring(1, 60), next(train, data));
    assertEquals(content.substring(60, 79), read(data.searchData().validation(), data));
    assertEquals(content.substring(81), next(data.test().open(), data));
    assertEquals(train.size() + 3, data.trainAndValidation().size());
    assertEquals(59, train.stepLabels().toArray().length);
    assertEquals(train.features().row(1)[0], train.stepLabels().label(0, 6), "what comes next");
    SearchData other =
        Datasets.load(text(content.replace('j', 'k')).maxLength(7).build()).searchData();
    assertNotEquals(data.searchData().fingerprint(), other.fingerprint());
    assertEquals(
        data.searchData().fingerprint(),
        Datasets.load(
                text(content)
                    .test(new TestSplit.Fraction(0.2))
                    .validationFraction(0.25)
                    .maxLength(7)
                    .splitSeed(99)
                    .build())
            .searchData()
            .fingerprint(),
        "the seed has no say");
  }

  private static String read(Examples windows, Dataset data) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < windows.size(); row++) {
      for (int step = 0; step < windows.features().length(row); step++) {
        text.append(data.classNames().get((int) windows.features().row(row)[step]));
      }
    }
    return text.toString();
  }

  private static String next(Examples windows, Dataset data) {
    StringBuilder text = new StringBuilder();
    for (int label : windows.stepLabels().toArray()) {
      text.append(data.classNames().get(label));
    }
    return text.toString();
  }

  @Test
  void whatComesAfterTheTrainingPartTeachesNothing() throws IOException {
    Dataset usual = Datasets.load(text("ab".repeat(50)).build());
    Dataset strange = Datasets.load(text("ab".repeat(32) + "xyz".repeat(12)).build());
    assertEquals(64, usual.searchData().train().stepLabels().toArray().length + 1);
    assertEquals(usual.preprocessing(), strange.preprocessing());
    assertNotEquals(usual.fingerprint(), strange.fingerprint());
    for (int label : strange.test().open().stepLabels().toArray()) {
      assertEquals(Vocabulary.UNKNOWN, label);
    }
  }

  @Test
  void aLimitKeepsTheStartOfTheText() throws IOException {
    String text = "ab".repeat(50) + "xyz".repeat(100);
    Dataset cut = Datasets.load(text(text).limit(100).build());
    Dataset start = Datasets.load(text("ab".repeat(50)).build());
    assertEquals(start.preprocessing(), cut.preprocessing());
    assertEquals(start.searchData().fingerprint(), cut.searchData().fingerprint());
    assertArrayEquals(
        start.test().open().stepLabels().toArray(), cut.test().open().stepLabels().toArray());
    Dataset whole = Datasets.load(text(text).limit(1_000).build());
    assertEquals(Datasets.load(text(text).build()).fingerprint(), whole.fingerprint());
    assertEquals(320 - 2, tokens(whole.searchData()));
    assertTrue(
        fault(messages().limit(5))
            .getMessage()
            .contains("limit (5) means nothing for data of format text"));
  }

  @Test
  void aGivenTestTextIsKeptWhole() throws IOException {
    Path test = Files.writeString(folder.resolve("test.txt"), "b a a\nb <unk>\n");
    Dataset data =
        Datasets.load(
            text("a b\n".repeat(30))
                .tokenizer(Tokenizer.SPACE)
                .test(new TestSplit.Given(test))
                .build());
    LanguagePreprocessing learned =
        assertInstanceOf(LanguagePreprocessing.class, data.preprocessing());
    assertEquals(List.of("<pad>", "<unk>", "\n", "a", "b"), learned.vocabulary().tokens());
    assertArrayEquals(new int[] {3, 3, 2, 4, 1, 2}, data.test().open().stepLabels().toArray());
    assertEquals(90 - 2, tokens(data.searchData()));
  }

  private static int tokens(SearchData data) {
    return data.train().stepLabels().toArray().length
        + data.validation().stepLabels().toArray().length;
  }

  @Test
  void newTextIsReadInWindowsOfAllItsTokens() throws IOException {
    Preprocessing learned =
        copy(Datasets.load(text("abc".repeat(30)).maxLength(4).build()).preprocessing());
    Path fresh = Files.writeString(folder.resolve("new.txt"), "\ufeffabcabz");
    RawInputs inputs = RawInputs.read(fresh, learned);
    assertEquals(2, inputs.features().size());
    assertEquals(2, inputs.features().length(1));
    assertEquals(6, inputs.names().size());
    assertEquals(Vocabulary.UNKNOWN, inputs.features().row(1)[1]);
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    assertTrue(
        assertThrows(DatasetException.class, () -> RawInputs.read(empty, learned))
            .getMessage()
            .contains("holds no char"));
  }

  @Test
  void faultsOfTextsNameWhatWouldBeRight() throws IOException {
    assertTrue(fault(text("")).getMessage().contains("holds no text in its training part"));
    DatasetException few = fault(text("abcd"));
    assertTrue(few.getMessage().contains("each part must have at least two"), few.getMessage());
    DatasetException seed = fault(text("abcd".repeat(9)).test(new TestSplit.Fraction(0.1, 3L)));
    assertTrue(seed.getMessage().contains("test.seed (3) means nothing"), seed.getMessage());
    for (DatasetSpec.Builder spec :
        List.of(
            text("abcd").label("x"),
            text("abcd").text("x"),
            text("abcd").order("x"),
            text("abcd").encoding(TextEncoding.TOKENS),
            text("abcd").series("x"),
            text("abcd").channels(1))) {
      assertTrue(fault(spec).getMessage().contains("means nothing for data of format"));
    }
    Path latin = folder.resolve("latin.txt");
    Files.write(latin, "good\nol\u00e9 ol\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    DatasetException e = fault(DatasetSpec.at(latin).format(DataFormat.LANGUAGE_MODEL));
    assertEquals("line 2", e.place());
    assertTrue(e.getMessage().contains("byte 0xe9 at offset 7 is no UTF-8"), e.getMessage());
  }

  @Test
  void aTaskMustGoWithItsFormat() throws IOException {
    List<DatasetSpec.Builder> contradictions = new ArrayList<>();
    contradictions.add(text("abcd").task(LearningTask.CLASSIFICATION));
    contradictions.add(messages().task(LearningTask.LANGUAGE_MODEL));
    for (DatasetSpec.Builder spec : contradictions) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, spec::build);
      assertTrue(e.toString().contains("does not go with format"), e.toString());
    }
    assertFalse(text("abcd").task(LearningTask.LANGUAGE_MODEL).build().path() == null);
  }

  @Test
  void longSingleWordsAreTokensByCharacterUnlessSomethingElseIsSaid() throws IOException {
    Path file =
        TempFiles.table(
            folder.resolve("genes.csv"),
            "bases,label",
            40,
            i -> "ACGTACGTACGTACGT".substring(i % 5) + "GATTACA".repeat(2 + i % 3) + ",k" + i % 2);
    DatasetSpec.Builder spec = DatasetSpec.at(file).format(DataFormat.TEXT);
    DatasetInfo guessed = Datasets.load(spec.build()).info();
    assertTrue(guessed.shape() instanceof FeatureShape.Tokens, guessed.shape().toString());
    assertTrue(
        String.valueOf(guessed.understanding().columns().texts().get("bases"))
            .startsWith("tokens by char, a guess"));
    DatasetInfo said = Datasets.load(spec.tokenizer(Tokenizer.WORD).build()).info();
    assertTrue(said.shape() instanceof FeatureShape.Vector, said.shape().toString());
    assertEquals(Map.of("bases", "vectors by word"), said.understanding().columns().texts());
  }
}
