/* A WebSocket client that does not block (RFC 6455), as far as these servers need it. */
#ifndef SOCKET_H
#define SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { CONNECTING, UPGRADING, OPEN, CLOSED } Stage;

typedef struct {
    int descriptor;
    Stage stage;
    uint8_t *waiting; /* bytes of a frame that is not complete yet */
    size_t length, capacity;
    uint64_t received; /* bytes, frames included */
} Socket;

typedef void Receive(void *owner, const uint8_t *payload, size_t length);

/* Begin to connect to a port of this machine. Ends the program when that is impossible. */
void socket_connect(Socket *socket, int port);

/* Ask for the upgrade; called when the descriptor can be written for the first time. */
void socket_upgrade(Socket *socket, const char *path);

/* Read what has come. Returns false when the other side has closed; calls `opened` once when the
 * upgrade is done and `receive` for every message. */
bool socket_read(Socket *socket, void *owner, void (*opened)(void *owner), Receive *receive);

/* Send one binary message. */
void socket_send(Socket *socket, const uint8_t *payload, size_t length);

#endif
