#define _GNU_SOURCE
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char START[] = "~#@~";
enum { START_BYTES = 4, WRITER_DIGITS = 4, SEQUENCE_DIGITS = 8 };
enum { STRING_AT_ROOT = 0x04, STRING_AFTER_ORIGIN = 0x84, NAMED_PARENT = 1 };

void put_byte(Message *message, uint8_t byte) {
    if (message->length == MESSAGE_BYTES) {
        fprintf(stderr, "load: a message is longer than %d bytes\n", MESSAGE_BYTES);
        exit(1);
    }
    message->bytes[message->length++] = byte;
}

void put_number(Message *message, uint64_t number) {
    for (; number > 127; number >>= 7)
        put_byte(message, 128 | (number & 127));
    put_byte(message, number);
}

void put_bytes(Message *message, const void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        put_byte(message, ((const uint8_t *)bytes)[i]);
}

void put_text(Message *message, const char *text) {
    put_number(message, strlen(text));
    put_bytes(message, text, strlen(text));
}

/* One block of one struct, then an empty delete set: yjs writeClientsStructs, writeDeleteSet. */
static void put_update(Message *update, uint64_t client, uint64_t clock, const char *text) {
    put_number(update, 1); /* clients */
    put_number(update, 1); /* structs of this client */
    put_number(update, client);
    put_number(update, clock);
    if (clock == 0) {
        put_byte(update, STRING_AT_ROOT);
        put_number(update, NAMED_PARENT);
        put_text(update, "t");
    } else {
        put_byte(update, STRING_AFTER_ORIGIN);
        put_number(update, client);
        put_number(update, clock - 1);
    }
    put_text(update, text);
    put_number(update, 0); /* deletions */
}

void put_edit(Message *message, uint64_t client, uint64_t clock, unsigned writer,
              unsigned sequence) {
    char marker[32];
    Message update = {.length = 0};
    snprintf(marker, sizeof marker, "%s%04x%08x", START, writer, sequence);
    put_update(&update, client, clock, marker);
    put_byte(message, SYNC);
    put_byte(message, UPDATE);
    put_number(message, update.length);
    put_bytes(message, update.bytes, update.length);
}

void put_presence(Message *message, uint64_t client, uint64_t clock, long at) {
    char state[200];
    const char *user = "\"user\":{\"name\":\"Reader\",\"color\":\"#30bced\"}";
    if (at < 0)
        snprintf(state, sizeof state, "{%s}", user);
    else
        snprintf(state, sizeof state, "{%s,\"cursor\":{\"anchor\":%ld,\"head\":%ld}}", user, at, at);
    Message update = {.length = 0};
    put_number(&update, 1); /* clients */
    put_number(&update, client);
    put_number(&update, clock);
    put_text(&update, state);
    put_byte(message, AWARENESS);
    put_number(message, update.length);
    put_bytes(message, update.bytes, update.length);
}

static bool read_digits(const uint8_t *from, int count, unsigned *number) {
    unsigned found = 0;
    for (int i = 0; i < count; i++) {
        uint8_t c = from[i];
        if (c >= '0' && c <= '9')
            found = found << 4 | (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            found = found << 4 | (unsigned)(c - 'a' + 10);
        else
            return false;
    }
    *number = found;
    return true;
}

const uint8_t *next_marker(const uint8_t *from, const uint8_t *end, unsigned *writer,
                           unsigned *sequence) {
    while (end - from >= MARKER_BYTES) {
        const uint8_t *at = memmem(from, end - from, START, START_BYTES);
        if (at == NULL || end - at < MARKER_BYTES)
            return NULL;
        if (read_digits(at + START_BYTES, WRITER_DIGITS, writer) &&
            read_digits(at + START_BYTES + WRITER_DIGITS, SEQUENCE_DIGITS, sequence))
            return at + MARKER_BYTES;
        from = at + 1;
    }
    return NULL;
}
