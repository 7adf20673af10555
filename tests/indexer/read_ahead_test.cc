#include "indexer/read_ahead.h"

#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

std::string text(std::size_t n, std::size_t sentences = 1) {
  std::string out;
  for (std::size_t i = 0; i < sentences; ++i) {
    out += "第" + std::to_string(n) + "份通知要求各社区做好第" + std::to_string(i) + "项工作。\n";
  }
  return out;
}

std::string json_lines(std::size_t n, std::size_t lines) {
  std::string out;
  for (std::size_t i = 0; i < lines; ++i) {
    out += R"({"id":")" + std::to_string(n) + "-" + std::to_string(i) + R"(","text":"第)" +
           std::to_string(i) + "条公告：小区门口设立读书亭。\"}\n";
  }
  return out;
}

// What is met, step by step, in words.
std::vector<std::string> read_alone(const std::vector<std::string>& files) {
  std::vector<std::string> all;
  for (const auto& file : files) {
    const auto end = read_documents(file, {}, [&](const Result<RawDocument>& document) {
      all.push_back(document ? document->source.key + "|" + document->text
                             : document.error().message);
      return true;
    });
    all.push_back(end ? "end" : end.error().message);
  }
  return all;
}

std::vector<std::string> read_ahead(const std::vector<std::string>& files, ReadAhead::Limits limits,
                                    std::chrono::microseconds pause = {}) {
  std::vector<std::string> all;
  std::size_t file = 0;
  ReadAhead ahead(files, {}, limits);
  while (auto step = ahead.next()) {
    CHECK(step->file == file);
    if (!step->document) {
      all.push_back(step->end ? "end" : step->end.error().message);
      ++file;
    } else if (const auto& document = *step->document; document) {
      all.push_back(document->source.key + "|" + document->text);
    } else {
      all.push_back(document.error().message);
    }
    std::this_thread::sleep_for(pause);
  }
  CHECK(file == files.size());
  CHECK_FALSE(ahead.next());
  return all;
}

// Small and large texts, many in one file, nothing to read, and what is not there.
std::vector<std::string> mixed_files(const TempDir& dir) {
  std::vector<std::string> files;
  for (std::size_t i = 0; i < 40; ++i) {
    const std::string name = std::to_string(i);
    switch (i % 8) {
      case 3:
        files.push_back(dir.write(name + ".jsonl", json_lines(i, 50) + "{\n" + json_lines(i, 3)));
        break;
      case 5:
        files.push_back(dir.write(name + ".txt", ""));
        break;
      case 6:
        files.push_back(dir.path() / (name + " is not there"));
        break;
      case 7:
        files.push_back(dir.write(name + ".txt", text(i, 2000)));
        break;
      default:
        files.push_back(dir.write(name + ".txt", text(i)));
    }
  }
  return files;
}

}  // namespace

TEST_CASE("reading ahead meets the same as reading one file after the other", "[concurrent]") {
  const TempDir dir;
  const auto files = mixed_files(dir);
  const auto expected = read_alone(files);
  REQUIRE(expected.size() > 200);
  const auto threads = GENERATE(1u, 2u, 7u);
  // With room for all, for some, and for less than one.
  const auto bytes = GENERATE(1u << 30, 100'000u, 1u);
  CAPTURE(threads, bytes);
  CHECK(read_ahead(files, {threads, bytes}) == expected);
}

TEST_CASE("a slow taker gets the same", "[concurrent]") {
  const TempDir dir;
  const auto files = mixed_files(dir);
  CHECK(read_ahead(files, {3, 5000}, std::chrono::microseconds(200)) == read_alone(files));
}

TEST_CASE("who stops does not wait for a process that reads", "[concurrent]") {
  const TempDir dir;
  const auto file = dir.write("slow.pdf", "%PDF-1.7\n");
  ReaderOptions options;
  options.isolate = [](const fs::path&, const ReaderOptions& given, const auto&) -> Result<void> {
    while (!given.stop()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return {};
  };
  int asked = 0;
  {
    ReadAhead ahead({file.string()}, options, {1, 1000});
    CHECK_FALSE(ahead.next([&] { return ++asked < 3; }));
  }
  CHECK(asked == 3);
}

TEST_CASE("what reading a file throws costs that file alone", "[concurrent]") {
  const TempDir dir;
  std::vector<std::string> files;
  for (std::size_t i = 0; i < 12; ++i) {
    const auto name = std::to_string(i);
    files.push_back(i % 3 == 1 ? dir.write(name + ".pdf", "%PDF-1.7\n")
                               : dir.write(name + ".txt", text(i)));
  }
  ReaderOptions options;
  options.isolate = [&](const fs::path& path, const ReaderOptions&, const auto&) -> Result<void> {
    if (path == files[1]) throw std::bad_alloc();
    throw std::runtime_error("no such luck");
  };
  std::size_t read = 0;
  std::vector<Error> errors;
  ReadAhead ahead(files, options, {3, 1u << 20});
  while (const auto step = ahead.next()) {
    if (step->document) {
      read += step->document->has_value();
    } else if (!step->end) {
      errors.push_back(step->end.error());
    }
  }
  CHECK(read == 8);
  REQUIRE(errors.size() == 4);
  CHECK(errors[0].code == ErrorCode::kIo);
  CHECK_THAT(errors[0].message, ContainsSubstring("1.pdf: there is not enough memory"));
  CHECK(errors[3].code == ErrorCode::kInternal);
  CHECK_THAT(errors[3].message, ContainsSubstring("10.pdf: no such luck"));
}

TEST_CASE("no files, and one who stops early", "[concurrent]") {
  CHECK_FALSE(ReadAhead({}, {}, {4, 1000}).next());
  const TempDir dir;
  const auto files = mixed_files(dir);
  for (const std::size_t steps : {0, 1, 17, 120}) {
    ReadAhead ahead(files, {}, {3, 20'000});
    for (std::size_t i = 0; i < steps; ++i) REQUIRE(ahead.next());
  }
}

}  // namespace zhengce
