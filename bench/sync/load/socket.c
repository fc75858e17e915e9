#define _GNU_SOURCE
#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIN = 0x80, MASKED = 0x80, BINARY = 2, CLOSE = 8, WS_PING = 9, WS_PONG = 10 };
enum { READ_BYTES = 1 << 20, PATIENCE_MS = 10000 };
static const uint8_t MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

static void fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

void socket_connect(Socket *socket_, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (socket_->descriptor < 0)
        fail("socket");
    setsockopt(socket_->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_->descriptor, (void *)&address, sizeof address) < 0 && errno != EINPROGRESS)
        fail("connect");
    socket_->stage = CONNECTING;
}

/* Our messages are small, so a full buffer means a server that has stopped reading: waiting for it
 * is simpler than a queue, and ten seconds of it are an error. */
static void write_all(Socket *socket, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = send(socket->descriptor, bytes, length, MSG_NOSIGNAL);
        if (written > 0) {
            bytes += written;
            length -= written;
        } else if (errno == EAGAIN) {
            struct pollfd ready = {.fd = socket->descriptor, .events = POLLOUT};
            if (poll(&ready, 1, PATIENCE_MS) <= 0)
                fail("the server does not read");
        } else {
            socket->stage = CLOSED;
            return;
        }
    }
}

void socket_upgrade(Socket *socket, const char *path) {
    char request[1024];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket->descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        errno = error;
        fail("connect");
    }
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                          path);
    socket->stage = UPGRADING;
    write_all(socket, (uint8_t *)request, length);
}

static void send_frame(Socket *socket, int kind, const uint8_t *payload, size_t length) {
    uint8_t frame[2048];
    size_t at = 0;
    if (length > sizeof frame - 8)
        fail("a message is too long");
    frame[at++] = FIN | kind;
    if (length < 126) {
        frame[at++] = MASKED | length;
    } else {
        frame[at++] = MASKED | 126;
        frame[at++] = length >> 8;
        frame[at++] = length;
    }
    memcpy(frame + at, MASK, sizeof MASK);
    at += sizeof MASK;
    for (size_t i = 0; i < length; i++)
        frame[at + i] = payload[i] ^ MASK[i & 3];
    write_all(socket, frame, at + length);
}

void socket_send(Socket *socket, const uint8_t *payload, size_t length) {
    send_frame(socket, BINARY, payload, length);
}

/* Return the length of the response head with its empty line, 0 while it is incomplete. */
static size_t response_length(const uint8_t *bytes, size_t length) {
    const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (end == NULL)
        return 0;
    if (length < 12 || memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
        fprintf(stderr, "load: no upgrade: %.*s\n", (int)(end - bytes), bytes);
        exit(1);
    }
    return end + 4 - bytes;
}

/* Return the length of a frame's head and set its payload's, 0 while it is incomplete. */
static size_t frame_head(const uint8_t *bytes, size_t length, uint64_t *payload) {
    if (length < 2)
        return 0;
    size_t extra = (bytes[1] & 127) == 127 ? 8 : (bytes[1] & 127) == 126 ? 2 : 0;
    if (length < 2 + extra)
        return 0;
    *payload = extra ? 0 : bytes[1];
    for (size_t i = 0; i < extra; i++)
        *payload = *payload << 8 | bytes[2 + i];
    return 2 + extra;
}

static void take_frame(Socket *socket, int first, const uint8_t *payload, size_t length,
                       void *owner, Receive *receive) {
    int kind = first & 15;
    if (!(first & FIN)) {
        fprintf(stderr, "load: fragmented messages are not read\n");
        exit(1);
    }
    if (kind == CLOSE) {
        fprintf(stderr, "load: closed by the server: %d %.*s\n",
                length >= 2 ? payload[0] << 8 | payload[1] : 0, length > 2 ? (int)length - 2 : 0,
                payload + 2);
        socket->stage = CLOSED;
    } else if (kind == WS_PING) {
        send_frame(socket, WS_PONG, payload, length);
    } else if (kind != WS_PONG) {
        receive(owner, payload, length);
    }
}

/* Hand on every complete frame; return how many bytes were used. */
static size_t take_frames(Socket *socket, const uint8_t *bytes, size_t length, void *owner,
                          Receive *receive) {
    size_t at = 0, head;
    uint64_t payload;
    while (socket->stage == OPEN && (head = frame_head(bytes + at, length - at, &payload)) > 0) {
        if (length - at < head + payload)
            break;
        take_frame(socket, bytes[at], bytes + at + head, payload, owner, receive);
        at += head + payload;
    }
    return at;
}

static void keep(Socket *socket, const uint8_t *bytes, size_t length) {
    if (socket->length + length > socket->capacity) {
        socket->capacity = 2 * (socket->length + length);
        socket->waiting = realloc(socket->waiting, socket->capacity);
        if (socket->waiting == NULL)
            fail("memory");
    }
    memcpy(socket->waiting + socket->length, bytes, length);
    socket->length += length;
}

static void forget(Socket *socket, size_t used) {
    socket->length -= used;
    memmove(socket->waiting, socket->waiting + used, socket->length);
    if (socket->length == 0) { /* thousands of idle peers should not each hold a buffer */
        free(socket->waiting);
        socket->waiting = NULL;
        socket->capacity = 0;
    }
}

bool socket_read(Socket *socket, void *owner, void (*opened)(void *owner), Receive *receive) {
    static uint8_t fresh[READ_BYTES];
    ssize_t count = read(socket->descriptor, fresh, sizeof fresh);
    if (count < 0 && errno == EAGAIN)
        return true;
    if (count <= 0)
        return false;
    socket->received += count;
    const uint8_t *bytes = fresh;
    size_t length = count, used = 0;
    if (socket->length > 0) {
        keep(socket, fresh, count);
        bytes = socket->waiting;
        length = socket->length;
    }
    if (socket->stage == UPGRADING && (used = response_length(bytes, length)) > 0) {
        socket->stage = OPEN;
        opened(owner);
    }
    if (socket->stage == OPEN)
        used += take_frames(socket, bytes + used, length - used, owner, receive);
    if (socket->length > 0)
        forget(socket, used);
    else if (used < length)
        keep(socket, bytes + used, length - used);
    return socket->stage != CLOSED;
}
