/* Bytes of the y-protocols: what a peer writes, and the little of it that we read back.
 * Sources: lib0 encoding.js, yjs UpdateEncoderV1, y-protocols sync.js and awareness.js. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MESSAGE_BYTES 1024 /* every message that we send is smaller */
#define MARKER_BYTES 16    /* "~#@~", writer in 4 hexadecimal digits, sequence in 8 */

enum { SYNC = 0, AWARENESS = 1, AUTH = 2, SYNC_REPLY = 4, SYNC_STATUS = 8, PING = 9, PONG = 10 };
enum { STATE_VECTOR = 0, DIFFERENCE = 1, UPDATE = 2 };

typedef struct {
    uint8_t bytes[MESSAGE_BYTES];
    size_t length;
} Message;

void put_byte(Message *message, uint8_t byte);
void put_number(Message *message, uint64_t number);
void put_bytes(Message *message, const void *bytes, size_t length);
void put_text(Message *message, const char *text); /* its length in front */

/* An update of one item: a marker, behind the text that this client has written so far. */
void put_edit(Message *message, uint64_t client, uint64_t clock, unsigned writer, unsigned sequence);

/* An awareness update of one client; a cursor stands at `at`, nowhere when that is negative. */
void put_presence(Message *message, uint64_t client, uint64_t clock, long at);

/* Find the next marker between two addresses; return what follows it, or NULL. */
const uint8_t *next_marker(const uint8_t *from, const uint8_t *end, unsigned *writer,
                           unsigned *sequence);

#endif
