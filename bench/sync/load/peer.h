/* A peer: somebody in one room, who reads everything and perhaps writes. */
#ifndef PEER_H
#define PEER_H

#include "figures.h"
#include "socket.h"
#include "wire.h"

#define REMEMBERED 8192 /* edits of one writer whose time of sending is known */

typedef enum { PLAIN, HOCUSPOCUS } Dialect;

/* How peers speak, and what all of them have seen. */
typedef struct {
    Dialect dialect;
    const char *path, *token;
    bool cursors;
    struct Peer **writers;
    unsigned writer_count;
    long edits, delivered, echoes, cursors_sent, cursors_seen, acknowledged, synced, closed;
    Histogram delays, acknowledgements;
} Load;

typedef struct Peer {
    Socket socket;
    Load *load;
    const char *document;
    Message prefix; /* before every message: Hocuspocus carries many documents on a socket */
    uint64_t client, clock, presence_clock;
    bool synced;
    double connected_at, synced_at;
    unsigned writer; /* a number in markers */
    unsigned sequence, acknowledged, counted_from;
    double *sent; /* NULL: only reads */
} Peer;

void peer_connect(Peer *peer, int port);
void peer_upgrade(Peer *peer);
bool peer_read(Peer *peer); /* false: the server has closed */
void peer_edit(Peer *peer); /* one edit, and a cursor behind it when there are cursors */

#endif
