/* Lets system calls that write below one folder fail, for tests: loaded into a program by LD_PRELOAD.
 *
 *   FAIL_AT_DIR    paths that begin so are meant
 *   FAIL_AT_COUNT  a file of 8 bytes, in which the calls are counted, over all processes
 *   FAIL_AT        the number of the call that fails, from 1; 0 for none
 *   FAIL_AT_ERRNO  with which error
 *   FAIL_AT_MODE   "once", "on" (that call and all after it) or "kill" (the process dies before it)
 *
 * A write that fails writes nothing, but with "on" the first one writes its first half, as on a disk
 * that fills up. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char* dir;
static size_t dir_length;
static _Atomic unsigned long* count;
static unsigned long fail_at;
static int fail_errno;
static enum { kOnce, kOn, kKill } mode;

__attribute__((constructor)) static void set_up(void) {
  const char* counter = getenv("FAIL_AT_COUNT");
  const char* number = getenv("FAIL_AT");
  const char* error = getenv("FAIL_AT_ERRNO");
  const char* how = getenv("FAIL_AT_MODE");
  dir = getenv("FAIL_AT_DIR");
  if (dir == NULL || counter == NULL) return;
  dir_length = strlen(dir);
  fail_at = number != NULL ? strtoul(number, NULL, 10) : 0;
  fail_errno = error != NULL ? atoi(error) : EIO;
  mode = how == NULL || strcmp(how, "once") == 0 ? kOnce : strcmp(how, "on") == 0 ? kOn : kKill;
  const int fd = open(counter, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* at = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (at != MAP_FAILED) count = at;
}

static int is_meant(const char* path) {
  return count != NULL && path != NULL && strncmp(path, dir, dir_length) == 0;
}

static int is_meant_fd(int fd) {
  char name[64];
  char path[4096];
  if (count == NULL) return 0;
  const int saved = errno;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(name, path, sizeof path - 1);
  errno = saved;
  if (length < 0) return 0;
  path[length] = 0;
  return is_meant(path);
}

/* 0, or 1 where the call is to fail; 2 where it is the first of all that fail. */
static int fails(int meant) {
  if (!meant) return 0;
  const unsigned long number = atomic_fetch_add(count, 1) + 1;
  if (fail_at == 0 || number < fail_at || (mode == kOnce && number > fail_at)) return 0;
  if (mode == kKill) {
    kill(getpid(), SIGKILL);
    pause();
  }
  errno = fail_errno;
  return mode == kOn && number == fail_at ? 2 : 1;
}

#define REAL(name) __typeof__(name)* real = (__typeof__(name)*)dlsym(RTLD_NEXT, #name)

#define WRITING(name, parameters, arguments, half)  \
  ssize_t name parameters {                         \
    REAL(name);                                     \
    const int fail = fails(is_meant_fd(fd));        \
    if (fail == 0) return real arguments;           \
    if (fail == 2 && size > 1) {                    \
      const ssize_t written = real half;            \
      if (written > 0) return written;              \
    }                                               \
    errno = fail_errno;                             \
    return -1;                                      \
  }
WRITING(write, (int fd, const void* bytes, size_t size), (fd, bytes, size), (fd, bytes, size / 2))
WRITING(pwrite, (int fd, const void* bytes, size_t size, off_t at), (fd, bytes, size, at),
        (fd, bytes, size / 2, at))
WRITING(pwrite64, (int fd, const void* bytes, size_t size, off64_t at), (fd, bytes, size, at),
        (fd, bytes, size / 2, at))
WRITING(sendfile, (int fd, int from, off_t* at, size_t size), (fd, from, at, size),
        (fd, from, at, size / 2))
WRITING(sendfile64, (int fd, int from, off64_t* at, size_t size), (fd, from, at, size),
        (fd, from, at, size / 2))

#define PLAIN(type, name, parameters, arguments, meant) \
  type name parameters {                                \
    REAL(name);                                         \
    return fails(meant) ? -1 : real arguments;          \
  }
PLAIN(ssize_t, writev, (int fd, const struct iovec* parts, int number), (fd, parts, number),
      is_meant_fd(fd))
PLAIN(ssize_t, copy_file_range,
      (int from, off64_t* from_at, int fd, off64_t* at, size_t size, unsigned flags),
      (from, from_at, fd, at, size, flags), is_meant_fd(fd))
PLAIN(int, fsync, (int fd), (fd), is_meant_fd(fd))
PLAIN(int, fdatasync, (int fd), (fd), is_meant_fd(fd))
PLAIN(int, ftruncate, (int fd, off_t size), (fd, size), is_meant_fd(fd))
PLAIN(int, ftruncate64, (int fd, off64_t size), (fd, size), is_meant_fd(fd))
PLAIN(int, fallocate, (int fd, int how, off_t at, off_t size), (fd, how, at, size), is_meant_fd(fd))
PLAIN(int, fallocate64, (int fd, int how, off64_t at, off64_t size), (fd, how, at, size),
      is_meant_fd(fd))
PLAIN(int, mkdir, (const char* path, mode_t how), (path, how), is_meant(path))
PLAIN(int, rename, (const char* from, const char* to), (from, to), is_meant(to))
PLAIN(int, renameat, (int at, const char* from, int to_at, const char* to), (at, from, to_at, to),
      is_meant(to))
PLAIN(int, renameat2, (int at, const char* from, int to_at, const char* to, unsigned flags),
      (at, from, to_at, to, flags), is_meant(to))
PLAIN(int, link, (const char* from, const char* to), (from, to), is_meant(to))

/* Opening counts where it makes or empties a file. */
#define OPENING(name, parameters, arguments)                                                      \
  int name parameters {                                                                           \
    REAL(name);                                                                                   \
    mode_t how = 0;                                                                               \
    if ((flags & O_CREAT) != 0) {                                                                 \
      va_list rest;                                                                               \
      va_start(rest, flags);                                                                      \
      how = va_arg(rest, mode_t);                                                                 \
      va_end(rest);                                                                               \
    }                                                                                             \
    return fails((flags & (O_CREAT | O_TRUNC)) != 0 && is_meant(path)) ? -1 : real arguments;     \
  }
OPENING(open, (const char* path, int flags, ...), (path, flags, how))
OPENING(open64, (const char* path, int flags, ...), (path, flags, how))
OPENING(openat, (int at, const char* path, int flags, ...), (at, path, flags, how))
OPENING(openat64, (int at, const char* path, int flags, ...), (at, path, flags, how))
