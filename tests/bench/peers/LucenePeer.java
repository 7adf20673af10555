// Lucene 4.10: CJKAnalyzer (character bigrams with positions), BM25, the texts stored.
//
// LucenePeer index TEXTS FOLDER THREADS COMMIT_BYTES
// LucenePeer search FOLDER QUERIES HITS
//
// README.md beside this tells the files and what is printed.

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

public final class LucenePeer {
  private static final List<String> KINDS =
      Arrays.asList("character", "word", "two words", "phrase", "question");

  /** Hands texts to the threads that add them, one at a time, with their numbers. */
  private static final class Texts {
    private final BufferedReader in;
    private int sections = 0;
    private long characters = 0;
    private long uncommittedBytes = 0;

    Texts(BufferedReader in) {
      this.in = in;
    }

    /** The next text with its number and whether a commit is due after it; null after the last. */
    synchronized Text next(long commitBytes) throws IOException {
      String line = in.readLine();
      if (line == null) return null;
      Text text = new Text();
      text.number = sections++;
      text.line = line;
      characters += line.codePointCount(0, line.length());
      uncommittedBytes += utf8Bytes(line);
      if (uncommittedBytes >= commitBytes) {
        uncommittedBytes = 0;
        text.commit = true;
      }
      return text;
    }
  }

  private static final class Text {
    int number;
    String line;
    boolean commit = false;
  }

  private static long utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static void index(String file, String folder, int threads, long commitBytes)
      throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(Version.LATEST, new CJKAnalyzer());
    config.setSimilarity(new BM25Similarity());
    try (BufferedReader in = Files.newBufferedReader(Paths.get(file), StandardCharsets.UTF_8);
        IndexWriter writer = new IndexWriter(new MMapDirectory(new File(folder)), config)) {
      Texts texts = new Texts(in);
      List<Thread> others = new ArrayList<>();
      List<Throwable> failures = new ArrayList<>();
      Runnable work =
          () -> {
            try {
              add(texts, writer, commitBytes);
            } catch (Throwable failure) {
              synchronized (failures) {
                failures.add(failure);
              }
            }
          };
      for (int i = 1; i < threads; i++) {
        Thread other = new Thread(work);
        other.start();
        others.add(other);
      }
      work.run();
      for (Thread other : others) other.join();
      if (!failures.isEmpty()) throw new IOException(failures.get(0));
      writer.commit();
      System.out.printf(
          Locale.ROOT,
          "{\"type\":\"indexed\",\"sections\":%d,\"characters\":%d}%n",
          texts.sections,
          texts.characters);
    }
  }

  private static void add(Texts texts, IndexWriter writer, long commitBytes) throws IOException {
    Document document = new Document();
    NumericDocValuesField number = new NumericDocValuesField("number", 0);
    TextField body = new TextField("text", "", Field.Store.YES);
    document.add(number);
    document.add(body);
    for (Text text = texts.next(commitBytes); text != null; text = texts.next(commitBytes)) {
      number.setLongValue(text.number);
      body.setStringValue(text.line);
      writer.addDocument(document);
      if (text.commit) writer.commit();
    }
  }

  private static Query query(String kind, String text, QueryBuilder builder) {
    switch (kind) {
      case "character":
        // Its bigrams: the last character of a run begins none.
        return new PrefixQuery(new Term("text", text));
      case "two words":
        BooleanQuery both = new BooleanQuery();
        for (String word : text.split(" ")) {
          both.add(builder.createPhraseQuery("text", word), Occur.MUST);
        }
        return both;
      case "question":
        return builder.createBooleanQuery("text", text, Occur.SHOULD);
      default:
        return builder.createPhraseQuery("text", text);
    }
  }

  private static void search(String folder, String queries, String hits) throws IOException {
    Analyzer analyzer = new CJKAnalyzer();
    List<StringBuilder> milliseconds = new ArrayList<>();
    for (int i = 0; i < KINDS.size(); i++) milliseconds.add(new StringBuilder());
    try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(new File(folder)));
        BufferedReader in = Files.newBufferedReader(Paths.get(queries), StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(Paths.get(hits), StandardCharsets.UTF_8)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity());
      NumericDocValues numbers = MultiDocValues.getNumericValues(reader, "number");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] parts = line.split("\t");
        boolean all = parts[0].equals("check");
        long start = System.nanoTime();
        Query query = query(parts[1], parts[2], new QueryBuilder(analyzer));
        ScoreDoc[] best = searcher.search(query, all ? reader.maxDoc() : 10).scoreDocs;
        long[] sections = new long[best.length];
        for (int i = 0; i < best.length; i++) sections[i] = numbers.get(best[i].doc);
        long nanoseconds = System.nanoTime() - start;
        if (parts[0].equals("time")) {
          StringBuilder times = milliseconds.get(KINDS.indexOf(parts[1]));
          if (times.length() > 0) times.append(',');
          times.append(String.format(Locale.ROOT, "%.6f", nanoseconds / 1e6));
        } else if (all) {
          for (long section : sections) out.write(section + " ");
          out.write('\n');
        }
      }
    }
    for (int i = 0; i < KINDS.size(); i++) {
      System.out.printf(
          "{\"type\":\"searched\",\"kind\":\"%s\",\"milliseconds\":[%s]}%n",
          KINDS.get(i), milliseconds.get(i));
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 5 && arguments[0].equals("index")) {
      index(
          arguments[1],
          arguments[2],
          Integer.parseInt(arguments[3]),
          Long.parseLong(arguments[4]));
    } else if (arguments.length == 4 && arguments[0].equals("search")) {
      search(arguments[1], arguments[2], arguments[3]);
    } else {
      System.err.println(
          "LucenePeer: usage: index TEXTS FOLDER THREADS COMMIT_BYTES, or search FOLDER QUERIES HITS");
      System.exit(2);
    }
  }
}
