/* Stands before libc: the n-th write, sync or truncation of a database's files fails as planned. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, TRUNCATIONS = 4 };

static int planned_kinds; /* which calls count */
static long planned_at;   /* the call that fails, from 1; 0: none */
static int planned_error; /* errno */
static int planned_short; /* the call writes half, and the next one fails */
static int planned_stay;  /* every later call fails too */
static long calls;
static long hits;
static int held; /* syncs do not return as long as this is set */
static long syncs_held;

void disk_plan(int kinds, long at, int error, int short_write, int stay) {
  planned_kinds = kinds;
  planned_error = error;
  planned_short = short_write;
  planned_stay = stay;
  __atomic_store_n(&calls, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&hits, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&planned_at, at, __ATOMIC_SEQ_CST);
}

long disk_hits(void) { return __atomic_load_n(&hits, __ATOMIC_SEQ_CST); }

void disk_hold(int on) { __atomic_store_n(&held, on, __ATOMIC_SEQ_CST); }

long disk_syncs_held(void) { return __atomic_load_n(&syncs_held, __ATOMIC_SEQ_CST); }

static int is_database(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

enum fate { PASSES, HALF, FAILS };

static enum fate fate(int kind, int fd) {
  long at = __atomic_load_n(&planned_at, __ATOMIC_SEQ_CST);
  if (at == 0 || !(planned_kinds & kind) || !is_database(fd)) return PASSES;
  long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (call < at) return PASSES;
  if (planned_short && call == at) {
    __atomic_add_fetch(&hits, 1, __ATOMIC_SEQ_CST);
    return HALF;
  }
  if (call > at + planned_short && !planned_stay) return PASSES;
  if (planned_error == 0) return PASSES;
  __atomic_add_fetch(&hits, 1, __ATOMIC_SEQ_CST);
  errno = planned_error;
  return FAILS;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

typedef ssize_t (*pwrite_function)(int, const void *, size_t, off64_t);
typedef ssize_t (*write_function)(int, const void *, size_t);
typedef int (*sync_function)(int);
typedef int (*truncate_function)(int, off64_t);

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  pwrite_function real = REAL("pwrite64", pwrite_function);
  switch (fate(WRITES, fd)) {
    case FAILS: return -1;
    case HALF: return real(fd, data, size > 1 ? size / 2 : size, offset);
    default: return real(fd, data, size, offset);
  }
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  return pwrite64(fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size) {
  write_function real = REAL("write", write_function);
  switch (fate(WRITES, fd)) {
    case FAILS: return -1;
    case HALF: return real(fd, data, size > 1 ? size / 2 : size);
    default: return real(fd, data, size);
  }
}

static int sync_by(const char *name, int fd) {
  if (__atomic_load_n(&held, __ATOMIC_SEQ_CST) && is_database(fd)) {
    __atomic_add_fetch(&syncs_held, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&held, __ATOMIC_SEQ_CST)) usleep(1000);
  }
  if (fate(SYNCS, fd) == FAILS) return -1;
  return REAL(name, sync_function)(fd);
}

int fdatasync(int fd) { return sync_by("fdatasync", fd); }

int fsync(int fd) { return sync_by("fsync", fd); }

int ftruncate64(int fd, off64_t size) {
  if (fate(TRUNCATIONS, fd) == FAILS) return -1;
  return REAL("ftruncate64", truncate_function)(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
