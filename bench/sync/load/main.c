/* load: many peers of a sync server on one thread, to measure what the server spends on them.
 *
 * Everybody joins; then, as asked, nothing happens for a while (--idle), writers type (--rate) or
 * more peers join at the same moment (--storm). One line of JSON for each of these phases.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

enum { EVENTS = 512, NAME_BYTES = 256, LISTED = 200 };
static const double JOIN_SECONDS = 120, WARM_UP_SECONDS = 0.7, SETTLE_SECONDS = 0.3,
                    DRAIN_SECONDS = 3, MOST_WARM_UP = 50;

typedef struct {
    int port, rooms, clients, writers, at_once, storm;
    double rate, seconds, idle;
    pid_t pid;
    const char *names;
} Options;

static Options options = {.rooms = 1, .clients = 2, .at_once = 100, .seconds = 5};
static Load load = {.path = "/", .token = "none"};
static Peer *peers;
static int joined; /* peers that have begun to connect */
static int poller;

static _Noreturn void stop(const char *why) {
    fprintf(stderr, "load: %s\n", why);
    exit(1);
}

static void watch(Peer *peer, int operation, uint32_t what) {
    struct epoll_event event = {.events = what, .data.ptr = peer};
    epoll_ctl(poller, operation, peer->socket.descriptor, &event);
}

static void serve(Peer *peer) {
    if (peer->socket.stage == CONNECTING) {
        peer_upgrade(peer);
        watch(peer, EPOLL_CTL_MOD, EPOLLIN);
    } else if (!peer_read(peer)) {
        load.closed++;
        watch(peer, EPOLL_CTL_DEL, 0);
    }
}

/* Serve all sockets until a time of `now`. */
static void serve_until(double end) {
    struct epoll_event events[EVENTS];
    double left;
    do {
        left = end - now();
        int ready = epoll_wait(poller, events, EVENTS, left > 0 ? (int)(left * 1000) : 0);
        for (int i = 0; i < ready; i++)
            serve(events[i].data.ptr);
    } while (now() < end);
}

static void start_peer(Peer *peer) {
    peer_connect(peer, options.port);
    watch(peer, EPOLL_CTL_ADD, EPOLLOUT);
    joined++;
}

/* Connect peers up to `count`, with at most `at_once` on their way; return when all are synced. */
static void join(int count, int at_once) {
    double end = now() + JOIN_SECONDS;
    while (load.synced < count && now() < end && load.closed == 0) {
        while (joined < count && joined - load.synced < at_once)
            start_peer(&peers[joined]);
        serve_until(now() + 0.0005);
    }
}

static int by_size(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

static void print_sync_times(int first, int last) {
    int count = last - first;
    double *times = calloc(count, sizeof *times);
    uint64_t bytes = 0;
    for (int i = 0; i < count; i++) {
        times[i] = (peers[first + i].synced_at - peers[first + i].connected_at) * 1e3;
        bytes += peers[first + i].socket.received;
    }
    printf(",\"bytes\":%lu,\"sync_ms\":[", (unsigned long)bytes);
    for (int i = 0; i < count && i < LISTED; i++)
        printf("%s%.3f", i ? "," : "", times[i]);
    qsort(times, count, sizeof *times, by_size);
    printf("],\"sync_p50_ms\":%.3f,\"sync_max_ms\":%.3f", times[count / 2], times[count - 1]);
    free(times);
}

static void measure_joining(const char *phase, int count, int at_once) {
    int first = joined;
    double memory = tree_memory(options.pid), cpu = tree_cpu(options.pid), began = now();
    join(count, at_once);
    double seconds = now() - began, used = tree_cpu(options.pid) - cpu;
    printf("{\"phase\":\"%s\",\"peers\":%d,\"synced\":%ld,\"closed\":%ld,\"seconds\":%.3f", phase,
           count - first, load.synced - first, load.closed, seconds);
    printf(",\"cpu_s\":%.4f,\"memory_before\":%.0f,\"memory\":%.0f", used, memory,
           tree_memory(options.pid));
    if (load.synced == count)
        print_sync_times(first, count);
    printf("}\n");
    if (load.synced < count)
        stop("not everybody could join");
}

static void measure_idling(double memory_before) {
    double cpu = tree_cpu(options.pid);
    serve_until(now() + options.idle);
    double memory = tree_memory(options.pid);
    printf("{\"phase\":\"idle\",\"seconds\":%.1f,\"cpu_s\":%.4f,\"memory\":%.0f,"
           "\"bytes_per_peer\":%.0f,\"bytes_per_room\":%.0f,\"closed\":%ld}\n",
           options.idle, tree_cpu(options.pid) - cpu, memory, (memory - memory_before) / joined,
           (memory - memory_before) / options.rooms, load.closed);
}

/* Edits come at random moments (a Poisson process), from each writer in turn. */
static void type(double rate, double seconds) {
    static unsigned turn;
    double end = now() + seconds, next = now();
    while (now() < end) {
        for (int burst = 0; next <= now() && burst < 64; burst++) {
            peer_edit(load.writers[turn++ % load.writer_count]);
            next -= log(1 - drand48()) / rate;
        }
        serve_until(next < end ? next : end);
    }
}

static long expected(void) { return load.edits * (options.clients - 1); }

/* What is on its way when the typing ends belongs to it: wait for the last edit to arrive. */
static void drain(void) {
    double end = now() + DRAIN_SECONDS;
    while (load.delivered < expected() && now() < end)
        serve_until(now() + 0.002);
}

/* The last acknowledgements may come after the last edit was seen; a plain peer gets none. */
static void hear_acknowledgements(void) {
    double end = now() + (load.dialect == HOCUSPOCUS ? DRAIN_SECONDS : SETTLE_SECONDS);
    while (load.acknowledged < load.edits && now() < end)
        serve_until(now() + 0.002);
}

static void start_counting(void) {
    load.edits = load.delivered = load.echoes = load.acknowledged = 0;
    load.cursors_sent = load.cursors_seen = 0;
    memset(&load.delays, 0, sizeof load.delays);
    memset(&load.acknowledgements, 0, sizeof load.acknowledgements);
    for (unsigned i = 0; i < load.writer_count; i++)
        load.writers[i]->counted_from = load.writers[i]->acknowledged = load.writers[i]->sequence;
}

static void print_edits(double seconds, double cpu, double loop) {
    long edits = load.edits ? load.edits : 1;
    bool one_each = load.acknowledged == load.edits; /* else a status is not of one edit */
    printf("{\"phase\":\"edits\",\"seconds\":%.3f,\"edits\":%ld,\"delivered\":%ld,\"expected\":%ld",
           seconds, load.edits, load.delivered, expected());
    printf(",\"echoes\":%ld,\"acknowledged\":%ld,\"closed\":%ld", load.echoes, load.acknowledged,
           load.closed);
    printf(",\"cursors_sent\":%ld,\"cursors_seen\":%ld", load.cursors_sent, load.cursors_seen);
    printf(",\"cpu_s\":%.4f,\"cpu_us_per_edit\":%.2f", cpu, cpu * 1e6 / edits);
    printf(",\"loop_us_per_edit\":%.2f", loop * 1e6 / edits);
    printf(",\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f",
           histogram_quantile(&load.delays, .5), histogram_quantile(&load.delays, .99),
           load.delays.longest * 1e3);
    printf(",\"ack_p50_ms\":%.3f,\"ack_p99_ms\":%.3f,\"memory\":%.0f}\n",
           one_each ? histogram_quantile(&load.acknowledgements, .5) : -1,
           one_each ? histogram_quantile(&load.acknowledgements, .99) : -1,
           tree_memory(options.pid));
}

static void measure_typing(void) {
    double rate = options.rate * load.writer_count;
    type(rate < MOST_WARM_UP ? rate : MOST_WARM_UP, WARM_UP_SECONDS);
    drain();
    hear_acknowledgements();
    serve_until(now() + SETTLE_SECONDS);
    start_counting();
    double cpu = tree_cpu(options.pid), loop = loop_cpu(options.pid), began = now();
    type(rate, options.seconds);
    drain();
    double used = tree_cpu(options.pid) - cpu, seconds = now() - began;
    loop = loop_cpu(options.pid) - loop;
    hear_acknowledgements();
    print_edits(seconds, used, loop);
}

static const char *next_name(FILE *names) {
    char line[NAME_BYTES];
    if (fgets(line, sizeof line, names) == NULL)
        stop("the list of names is shorter than the number of rooms");
    line[strcspn(line, "\n")] = '\0';
    return strdup(line);
}

/* Client ids must be new in every run: rooms may keep the edits of the last one. */
static uint64_t first_client(void) { return ((uint64_t)lrand48() & 0xffff) << 16 | 1; }

static void prepare_peers(void) {
    FILE *names = fopen(options.names, "r");
    uint64_t client = first_client();
    if (names == NULL)
        stop("the list of names cannot be read");
    peers = calloc(options.rooms * options.clients + options.storm, sizeof *peers);
    load.writers = calloc(options.rooms * options.writers + 1, sizeof(Peer *));
    const char *name = NULL;
    for (int i = 0; i < options.rooms * options.clients + options.storm; i++) {
        Peer *peer = &peers[i];
        bool late = i >= options.rooms * options.clients; /* the storm is in the last room */
        if (!late && i % options.clients == 0)
            name = next_name(names);
        *peer = (Peer){.load = &load, .document = name, .client = client + i};
        if (!late && i % options.clients < options.writers) {
            peer->writer = load.writer_count;
            peer->sent = calloc(REMEMBERED, sizeof *peer->sent);
            load.writers[load.writer_count++] = peer;
        }
    }
    fclose(names);
}

static void set_option(int which, const char *value) {
    switch (which) {
    case 'p': options.port = atoi(value); break;
    case 'd': load.dialect = strcmp(value, "hocuspocus") == 0 ? HOCUSPOCUS : PLAIN; break;
    case 'n': options.names = value; break;
    case 'a': load.path = value; break;
    case 't': load.token = value; break;
    case 'r': options.rooms = atoi(value); break;
    case 'c': options.clients = atoi(value); break;
    case 'w': options.writers = atoi(value); break;
    case 'e': options.rate = atof(value); break;
    case 's': options.seconds = atof(value); break;
    case 'i': options.idle = atof(value); break;
    case 'o': options.at_once = atoi(value); break;
    case 'm': options.storm = atoi(value); break;
    case 'x': options.pid = atoi(value); break;
    case 'u': load.cursors = true; break;
    default: stop("usage: see README.md beside this program");
    }
}

static void read_options(int count, char **values) {
    static const struct option known[] = {
        {"port", 1, 0, 'p'},    {"dialect", 1, 0, 'd'}, {"names", 1, 0, 'n'},
        {"path", 1, 0, 'a'},    {"token", 1, 0, 't'},   {"rooms", 1, 0, 'r'},
        {"clients", 1, 0, 'c'}, {"writers", 1, 0, 'w'}, {"rate", 1, 0, 'e'},
        {"seconds", 1, 0, 's'}, {"idle", 1, 0, 'i'},    {"at-once", 1, 0, 'o'},
        {"storm", 1, 0, 'm'},   {"pid", 1, 0, 'x'},     {"cursors", 0, 0, 'u'},
        {0, 0, 0, 0},
    };
    int which;
    while ((which = getopt_long(count, values, "", known, NULL)) != -1)
        set_option(which, optarg);
    if (options.port == 0 || options.names == NULL)
        stop("--port and --names must be given");
}

static void allow_many_sockets(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int count, char **values) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    srand48((long)(now() * 1e6));
    read_options(count, values);
    allow_many_sockets();
    poller = epoll_create1(0);
    prepare_peers();
    double memory = tree_memory(options.pid);
    measure_joining("joined", options.rooms * options.clients, options.at_once);
    if (options.idle > 0)
        measure_idling(memory);
    if (load.writer_count > 0 && options.rate > 0)
        measure_typing();
    if (options.storm > 0)
        measure_joining("storm", joined + options.storm, options.storm);
    return load.closed > 0;
}
