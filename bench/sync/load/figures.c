#define _GNU_SOURCE
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { PER_DECADE = 200 };

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

void histogram_add(Histogram *histogram, double seconds) {
    int bucket = seconds > 1e-6 ? (int)(log10(seconds * 1e6) * PER_DECADE) : 0;
    histogram->counts[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    histogram->total++;
    if (seconds > histogram->longest)
        histogram->longest = seconds;
}

double histogram_quantile(const Histogram *histogram, double share) {
    long seen = 0;
    if (histogram->total == 0)
        return -1;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        seen += histogram->counts[bucket];
        if (seen >= histogram->total * share)
            return pow(10, (bucket + 0.5) / PER_DECADE) / 1e3;
    }
    return histogram->longest * 1e3;
}

/* The kernel's own clock of a process has nanoseconds; /proc/PID/stat has hundredths of seconds. */
static double process_cpu(pid_t pid) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return 0;
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static double process_memory(pid_t pid) {
    char path[64], line[256];
    long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) && sscanf(line, "VmRSS: %ld", &kilobytes) != 1)
        continue;
    fclose(file);
    return kilobytes * 1024.0;
}

static double tree_sum(pid_t pid, double (*figure)(pid_t)) {
    char path[64];
    double sum = figure(pid);
    pid_t child;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return sum;
    while (fscanf(file, "%d", &child) == 1)
        sum += tree_sum(child, figure);
    fclose(file);
    return sum;
}

double loop_cpu(pid_t pid) {
    char path[64];
    unsigned long long nanoseconds = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", pid, pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &nanoseconds) != 1)
        nanoseconds = 0;
    fclose(file);
    return nanoseconds * 1e-9;
}

double tree_cpu(pid_t pid) { return tree_sum(pid, process_cpu); }

double tree_memory(pid_t pid) { return tree_sum(pid, process_memory); }
