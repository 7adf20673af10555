#include "corpus/readers/reader_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>

#include "corpus/message.h"

extern char** environ;

namespace zhengce {
namespace {

// Both sides are one program, so that numbers go over the pipe as they are. A message is its kind
// (1 byte), the length of what follows (8 bytes), and fields: a number (8 bytes), or a text (its
// length as a number, then its bytes).
enum class Kind : char {
  kRequest = 'Q',   ///< Path, options.
  kDocument = 'D',  ///< One that is visited.
  kSkipped = 'S',   ///< An error that is visited.
  kDone = 'R',      ///< Read to the end.
  kFailed = 'E',    ///< The error read_documents() returned.
  kGaveUp = 'G',    ///< An error after which the process ends.
};
constexpr std::size_t kHeaderBytes = 9;
/// So many times the seconds allowed may pass on the clock.
constexpr int kWaits = 4;
/// Between two looks at whether to go on waiting.
constexpr std::int64_t kPollMilliseconds = 200;

class Writer {
 public:
  explicit Writer(Kind kind) {
    bytes_ += static_cast<char>(kind);
    bytes_.append(8, '\0');
  }
  Writer& number(std::uint64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Writer& text(std::string_view value) {
    number(value.size());
    bytes_ += value;
    return *this;
  }
  Writer& date(const std::optional<Date>& value) { return text(value ? value->iso() : ""); }
  Writer& error(const Error& value) {
    return number(static_cast<std::uint64_t>(value.code)).text(value.message);
  }
  // False where the other side is gone.
  bool send(int fd) {
    const std::uint64_t length = bytes_.size() - kHeaderBytes;
    std::memcpy(bytes_.data() + 1, &length, sizeof length);
    std::string_view left = bytes_;
    while (!left.empty()) {
      const auto wrote = ::send(fd, left.data(), left.size(), MSG_NOSIGNAL);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return false;
      left.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
  }

 private:
  std::string bytes_;
};

// Reads fields; what is missing is 0 or empty, and ok() false.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : left_(bytes) {}
  std::uint64_t number() {
    std::uint64_t value = 0;
    if (left_.size() < sizeof value) return ok_ = false, 0;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number();
    if (size > left_.size()) return ok_ = false, std::string();
    std::string value(left_.substr(0, size));
    left_.remove_prefix(size);
    return value;
  }
  std::optional<Date> date() { return Date::parse(text()); }
  Error error() {
    const auto code = static_cast<ErrorCode>(number());
    return {code > ErrorCode::kInternal ? ErrorCode::kInternal : code, text()};
  }
  bool ok() const { return ok_; }

 private:
  std::string_view left_;
  bool ok_ = true;
};

Writer request(const std::string& path, const ReaderOptions& options) {
  Writer writer(Kind::kRequest);
  writer.text(path)
      .number(options.max_file_bytes)
      .number(options.max_text_bytes)
      .number(options.max_tags)
      .number(options.max_entries)
      .number(options.max_ratio)
      .number(options.max_depth)
      .number(options.max_pages)
      .number(options.max_seconds)
      .number(options.max_memory_bytes);
  return writer;
}

std::string parse_request(Fields fields, ReaderOptions& options) {
  std::string path = fields.text();
  options.max_file_bytes = fields.number();
  options.max_text_bytes = fields.number();
  options.max_tags = fields.number();
  options.max_entries = static_cast<std::uint32_t>(fields.number());
  options.max_ratio = static_cast<std::uint32_t>(fields.number());
  options.max_depth = static_cast<std::uint32_t>(fields.number());
  options.max_pages = static_cast<std::uint32_t>(fields.number());
  options.max_seconds = static_cast<std::uint32_t>(fields.number());
  options.max_memory_bytes = fields.number();
  return path;
}

Writer pack(const RawDocument& document) {
  Writer writer(Kind::kDocument);
  writer.text(document.text)
      .text(document.source.key)
      .text(document.source.url)
      .text(document.source.path)
      .text(document.source.name)
      .text(document.title)
      .text(document.issuer)
      .text(document.number)
      .text(document.category)
      .text(document.status)
      .date(document.date)
      .date(document.published)
      .date(document.effective)
      .date(document.retrieved)
      .number(document.replaced)
      .number(document.file_bytes)
      .number(document.notes.size());
  for (const auto& note : document.notes) writer.text(note);
  return writer;
}

RawDocument unpack(Fields& fields) {
  RawDocument document;
  document.text = fields.text();
  document.source.key = fields.text();
  document.source.url = fields.text();
  document.source.path = fields.text();
  document.source.name = fields.text();
  document.title = fields.text();
  document.issuer = fields.text();
  document.number = fields.text();
  document.category = fields.text();
  document.status = fields.text();
  document.date = fields.date();
  document.published = fields.date();
  document.effective = fields.date();
  document.retrieved = fields.date();
  document.replaced = fields.number();
  document.file_bytes = fields.number();
  for (auto notes = fields.number(); notes > 0 && fields.ok(); --notes)
    document.notes.push_back(fields.text());
  return document;
}

struct Message {
  Kind kind = Kind::kDone;
  std::string bytes;
};
enum class Received { kMessage, kEnd, kTimeout, kStopped };

using Clock = std::chrono::steady_clock;

// How long to wait for bytes.
struct Patience {
  Clock::time_point deadline;
  const std::function<bool()>& stop;
};

// Waits until there is something to read.
Received wait_for(int fd, const Patience& patience) {
  for (;;) {
    if (patience.stop && patience.stop()) return Received::kStopped;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(patience.deadline - Clock::now());
    pollfd waiting{fd, POLLIN, 0};
    const auto ready =
        ::poll(&waiting, 1,
               static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kPollMilliseconds)));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return Received::kMessage;
    if (left.count() <= 0) return Received::kTimeout;
  }
}

// Reads exactly `size` bytes; without `patience` it waits for ever.
Received receive(int fd, char* to, std::size_t size, const Patience* patience) {
  while (size > 0) {
    if (patience != nullptr) {
      if (const auto ready = wait_for(fd, *patience); ready != Received::kMessage) return ready;
    }
    const auto got = ::read(fd, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Received::kEnd;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return Received::kMessage;
}

Received receive(int fd, Message& message, std::uint64_t most, const Patience* patience) {
  char header[kHeaderBytes];
  if (const auto got = receive(fd, header, sizeof header, patience); got != Received::kMessage)
    return got;
  message.kind = static_cast<Kind>(header[0]);
  std::uint64_t length = 0;
  std::memcpy(&length, header + 1, sizeof length);
  // A process gone mad sends anything.
  if (length > most) return Received::kEnd;
  message.bytes.resize(length);
  return receive(fd, message.bytes.data(), length, patience);
}

// A running process and the socket to it.
class Process {
 public:
  static std::unique_ptr<Process> start(const std::vector<std::string>& command) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
    auto process = std::unique_ptr<Process>(new Process(ends[0]));
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    // Libraries complain there about files that are at fault.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int failed =
        ::posix_spawn(&process->id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) {
      process->id_ = -1;
      errno = failed;
      return nullptr;
    }
    return process;
  }

  ~Process() {
    ::close(socket_);
    if (id_ <= 0) return;
    // At the end of its input it goes by itself, unless it is at work.
    if (busy) ::kill(id_, SIGKILL);
    wait();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// How it ended, as waitpid() says.
  int wait() {
    // Taken out before the loop: a second call with -1 would wait for any child of the program.
    const pid_t id = std::exchange(id_, -1);
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }
  void kill() { ::kill(id_, SIGKILL); }

  int socket() const { return socket_; }
  bool busy = false;

 private:
  explicit Process(int socket) : socket_(socket) {}
  int socket_;
  pid_t id_ = -1;
};

}  // namespace

struct ReaderProcesses::Pool {
  std::vector<std::string> command;
  std::mutex mutex;
  std::vector<std::unique_ptr<Process>> idle;
};

ReaderProcesses::ReaderProcesses(std::vector<std::string> command)
    : pool_(std::make_unique<Pool>()) {
  pool_->command = std::move(command);
}
ReaderProcesses::~ReaderProcesses() = default;

Result<void> ReaderProcesses::read(const std::filesystem::path& path, const ReaderOptions& options,
                                   const ReaderOptions::Visit& visit) {
  const std::string name = path.string();
  std::unique_ptr<Process> process;
  {
    const std::lock_guard lock(pool_->mutex);
    if (!pool_->idle.empty()) {
      process = std::move(pool_->idle.back());
      pool_->idle.pop_back();
    }
  }
  Writer asked = request(name, options);
  // One that died while it was idle is replaced.
  if (!process || !asked.send(process->socket())) {
    process = Process::start(pool_->command);
    if (!process) {
      return Error{ErrorCode::kIo, message(_("{}: the process that reads it cannot be started: {}"),
                                           name, std::strerror(errno))};
    }
    // One that dies before it has read this is told below by how it ended.
    static_cast<void>(asked.send(process->socket()));
  }
  process->busy = true;
  bool visited = false;
  const auto fail = [&](Error error) -> Result<void> {
    if (!visited) return error;
    visit(std::move(error));
    return {};
  };
  for (;;) {
    Message answer;
    // The process watches its own processor time; this is for one that does nothing, or a machine
    // with much else to do.
    const Patience patience{Clock::now() + kWaits * std::chrono::seconds(options.max_seconds),
                            options.stop};
    const auto received =
        receive(process->socket(), answer, 2 * options.max_text_bytes + (1u << 20), &patience);
    if (received == Received::kStopped) return {};
    if (received == Received::kTimeout) {
      process->kill();
      return fail({ErrorCode::kIo, message(_("{}: reading takes more than {} s, not read"), name,
                                           options.max_seconds)});
    }
    Fields fields(answer.bytes);
    if (received == Received::kMessage) {
      switch (answer.kind) {
        case Kind::kDocument: {
          auto document = unpack(fields);
          if (!fields.ok()) break;
          visited = true;
          // Whoever stops needs the rest no more; the process goes.
          if (!visit(std::move(document))) return {};
          continue;
        }
        case Kind::kSkipped:
          visited = true;
          if (!visit(fields.error())) return {};
          continue;
        case Kind::kDone:
        case Kind::kFailed: {
          process->busy = false;
          {
            const std::lock_guard lock(pool_->mutex);
            pool_->idle.push_back(std::move(process));
          }
          if (answer.kind == Kind::kDone) return {};
          return fail(fields.error());
        }
        case Kind::kGaveUp:
          return fail(fields.error());
        case Kind::kRequest:
          break;
      }
    }
    process->kill();
    const int status = process->wait();
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGXCPU)) {
      return fail({ErrorCode::kIo, message(_("{}: reading takes more than {} s, not read"), name,
                                           options.max_seconds)});
    }
    return fail({ErrorCode::kInternal,
                 WIFSIGNALED(status)
                     ? message(_("{}: the process that read it crashed ({}); not read"), name,
                               ::strsignal(WTERMSIG(status)))
                     : message(_("{}: the process that read it gave up (exit {}); not read"), name,
                               WEXITSTATUS(status))});
  }
}

namespace {

// A sanitizer's own tables take terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kBoundMemory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kBoundMemory = false;
#else
constexpr bool kBoundMemory = true;
#endif
#else
constexpr bool kBoundMemory = true;
#endif

void bound(int resource, std::uint64_t most) {
  rlimit limit{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(most, limit.rlim_max);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// Ends the process after so many seconds of work; 0 for never.
void bound_time(std::uint32_t seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

}  // namespace

int serve_reads(int socket, bool set_limits) {
  if (set_limits) {
    // The user's Ctrl-C is for the program that asks; when that goes, the socket ends.
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGPROF, SIG_DFL);
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_FSIZE, 0);
  }
  for (;;) {
    Message asked;
    if (receive(socket, asked, 1u << 20, nullptr) != Received::kMessage) return 0;
    ReaderOptions options;
    const std::string path = parse_request(Fields(asked.bytes), options);
    if (set_limits) {
      // Private memory; libraries and other mapped files do not count. Large blocks are rounded up
      // by a fourth at most, in pages that nobody touches.
      if (kBoundMemory) bound(RLIMIT_DATA, options.max_memory_bytes + options.max_memory_bytes / 4);
      bound_time(options.max_seconds);
    }
    bool gone = false;
    try {
      const auto read = read_documents(path, options, [&](Result<RawDocument> document) {
        gone = !(document ? pack(*document) : Writer(Kind::kSkipped).error(document.error()))
                    .send(socket);
        if (set_limits) bound_time(options.max_seconds);
        return !gone;
      });
      if (set_limits) bound_time(0);
      Writer last(read ? Kind::kDone : Kind::kFailed);
      if (!read) last.error(read.error());
      if (gone || !last.send(socket)) return 1;
    } catch (const std::bad_alloc&) {
      Writer(Kind::kGaveUp)
          .error(
              {ErrorCode::kIo, message(_("{}: reading takes more than {} MiB of memory, not read"),
                                       path, options.max_memory_bytes >> 20)})
          .send(socket);
      return 1;
    }
  }
}

}  // namespace zhengce
