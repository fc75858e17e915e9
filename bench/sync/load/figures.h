/* What is measured: delays in a histogram, and the time and memory that a server has used. */
#ifndef FIGURES_H
#define FIGURES_H

#include <sys/types.h>

#define BUCKETS 1600 /* 200 for a power of ten: 1.2 % wide, from 1 microsecond to 100 seconds */

typedef struct {
    long counts[BUCKETS];
    long total;
    double longest; /* seconds */
} Histogram;

double now(void); /* seconds of a clock that never goes back */

void histogram_add(Histogram *histogram, double seconds);

/* The delay that this share of all stayed under, in milliseconds; -1 when there are none. */
double histogram_quantile(const Histogram *histogram, double share);

/* A process and all its descendants, looked up each time: workers come and go. */
double tree_cpu(pid_t pid);    /* seconds */
double tree_memory(pid_t pid); /* bytes resident */

/* The first thread of a process alone, in seconds: in these servers it is the event loop. */
double loop_cpu(pid_t pid);

#endif
