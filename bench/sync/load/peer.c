#define _GNU_SOURCE
#include "peer.h"

#include <stdio.h>
#include <string.h>

static const char VERSION[] = "4.7.0"; /* of the provider that we speak like */

static void send_message(Peer *peer, const Message *message) {
    socket_send(&peer->socket, message->bytes, message->length);
}

static void send_presence(Peer *peer, long at) {
    Message message = peer->prefix;
    put_presence(&message, peer->client, ++peer->presence_clock, at);
    send_message(peer, &message);
}

static void send_token(Peer *peer) {
    Message message = peer->prefix;
    put_byte(&message, AUTH);
    put_number(&message, 0);
    put_text(&message, peer->load->token);
    put_text(&message, VERSION);
    send_message(peer, &message);
}

static void send_empty_vector(Peer *peer) {
    Message message = peer->prefix;
    put_byte(&message, SYNC);
    put_byte(&message, STATE_VECTOR);
    put_bytes(&message, "\1\0", 2);
    send_message(peer, &message);
}

static void send_nothing_lacks(Peer *peer) {
    Message message = peer->prefix;
    put_byte(&message, SYNC);
    put_byte(&message, DIFFERENCE);
    put_bytes(&message, "\2\0\0", 3);
    send_message(peer, &message);
}

static void opened(void *owner) {
    Peer *peer = owner;
    if (peer->load->dialect == HOCUSPOCUS)
        send_token(peer);
    send_empty_vector(peer);
    if (peer->load->cursors)
        send_presence(peer, -1);
}

/* Servers may merge updates, so edits are counted by their markers and never by messages. */
static void count_edits(Peer *peer, const uint8_t *from, const uint8_t *end) {
    Load *load = peer->load;
    unsigned writer, sequence;
    double time = now();
    while ((from = next_marker(from, end, &writer, &sequence)) != NULL) {
        if (writer >= load->writer_count)
            continue;
        Peer *author = load->writers[writer];
        if (sequence < author->counted_from)
            continue; /* of the warm-up */
        if (author == peer) {
            load->echoes++;
        } else {
            load->delivered++;
            histogram_add(&load->delays, time - author->sent[sequence % REMEMBERED]);
        }
    }
}

/* Statuses come in the order of a peer's edits. */
static void count_acknowledgement(Peer *peer) {
    Load *load = peer->load;
    load->acknowledged++;
    if (peer->sent != NULL && peer->acknowledged < peer->sequence) {
        double sent = peer->sent[peer->acknowledged++ % REMEMBERED];
        histogram_add(&load->acknowledgements, now() - sent);
    }
}

static void take_sync(Peer *peer, const uint8_t *message, const uint8_t *end) {
    if (*message == STATE_VECTOR) {
        send_nothing_lacks(peer);
        return;
    }
    if (peer->synced) {
        count_edits(peer, message, end);
    } else if (*message == DIFFERENCE) {
        peer->synced = true;
        peer->synced_at = now();
        peer->load->synced++;
    }
}

static void receive(void *owner, const uint8_t *payload, size_t length) {
    Peer *peer = owner;
    const uint8_t *end = payload + length;
    const Message *prefix = &peer->prefix;
    if (length == 1 && payload[0] == PING) {
        socket_send(&peer->socket, (const uint8_t[]){PONG}, 1);
        return;
    }
    if (length < prefix->length + 2 || memcmp(payload, prefix->bytes, prefix->length) != 0)
        return;
    payload += prefix->length;
    switch (*payload++) {
    case SYNC:
    case SYNC_REPLY:
        take_sync(peer, payload, end);
        break;
    case AWARENESS:
        peer->load->cursors_seen++;
        break;
    case SYNC_STATUS:
        if (*payload == 1)
            count_acknowledgement(peer);
        break;
    case AUTH:
        if (*payload == 1) {
            fprintf(stderr, "load: refused: %.*s\n", (int)(end - payload - 2), payload + 2);
            peer->socket.stage = CLOSED;
        }
        break;
    }
}

void peer_connect(Peer *peer, int port) {
    if (peer->load->dialect == HOCUSPOCUS)
        put_text(&peer->prefix, peer->document);
    peer->connected_at = now();
    socket_connect(&peer->socket, port);
}

void peer_upgrade(Peer *peer) {
    char path[512];
    const Load *load = peer->load;
    if (load->dialect == HOCUSPOCUS)
        snprintf(path, sizeof path, "%s", load->path);
    else
        snprintf(path, sizeof path, "%s%s?token=%s", load->path, peer->document, load->token);
    socket_upgrade(&peer->socket, path);
}

bool peer_read(Peer *peer) {
    return socket_read(&peer->socket, peer, opened, receive) && peer->socket.stage != CLOSED;
}

void peer_edit(Peer *peer) {
    Message message = peer->prefix;
    put_edit(&message, peer->client, peer->clock, peer->writer, peer->sequence);
    peer->clock += MARKER_BYTES;
    peer->sent[peer->sequence++ % REMEMBERED] = now();
    peer->load->edits++;
    send_message(peer, &message);
    if (peer->load->cursors) {
        peer->load->cursors_sent++;
        send_presence(peer, (long)peer->clock);
    }
}
