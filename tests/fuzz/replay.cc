// Tries what libFuzzer found before, without libFuzzer: replay TARGET FILE|FOLDER…
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#define ZHENGCE_FUZZ_TARGET(name) \
  extern "C" int zhengce_fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "zhengce_fuzz_targets.inc"
#undef ZHENGCE_FUZZ_TARGET

namespace {

namespace fs = std::filesystem;

struct Target {
  const char* name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};
#define ZHENGCE_FUZZ_TARGET(name) {#name, zhengce_fuzz_##name},
constexpr Target kTargets[] = {
#include "zhengce_fuzz_targets.inc"
};
#undef ZHENGCE_FUZZ_TARGET

void run(const Target& target, const fs::path& file) {
  // Where it ends the program, this is the last line.
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);
  std::ifstream in(file, std::ios::binary);
  std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(in), {});
  // Exactly as long as it is, so that sanitizers see what reads beyond.
  bytes.shrink_to_fit();
  target.run(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  const Target* target = nullptr;
  for (const Target& known : kTargets) {
    if (argc > 2 && std::strcmp(known.name, argv[1]) == 0) target = &known;
  }
  if (target == nullptr) return 2;
  int files = 0;
  for (int i = 2; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      run(*target, argv[i]);
      ++files;
      continue;
    }
    for (const auto& entry : fs::directory_iterator(argv[i])) {
      run(*target, entry.path());
      ++files;
    }
  }
  // A corpus that is not there would pass for ever.
  return files > 0 ? 0 : 1;
}
