/* The emulated chip of idf.c, from the host program's side. Moments are ticks of its one timer. */

#ifndef __CHIP_H__
#define __CHIP_H__

#include "iso7816.h"

/* Powers up with these pins; a card may be in. Whether it is told what they do is another question. */
void chipPowerUp(const ISO7816Wiring *wiring, bool present);
void chipTells(bool telling);

uint64_t chipNow(void);
/* Nothing comes from the card by itself before this moment, as far as is known. */
void chipQuietUntil(uint64_t moment);
/* Lets time pass elsewhere; `attend` is what the slot's task does whenever it wakes. */
void chipRun(uint64_t until, void (*attend)(void));
void chipPresence(bool present);
/* The UART counts its bits on whether it sends or not, and is late by up to one with what it is given. */
void chipLate(uint32_t ticks);
/* Somebody touches I/O: an edge, and no start bit to a UART. */
void chipTouch(void);

/* One line to whoever plays the card, and the line that comes back. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What no hardware would forgive, or a test could not go on from. */
void fail(const char *why) __attribute__((noreturn));

#endif
