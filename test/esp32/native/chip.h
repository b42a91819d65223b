/* The emulated chip of idf.c, from the host program's side. Moments are ticks of its one timer. */

#ifndef __CHIP_H__
#define __CHIP_H__

#include "iso7816.h"

/* Powers up with these pins and this APB clock; a card may be in. Whether it is told what they do is another question. */
void chipPowerUp(const ISO7816Wiring *wiring, uint32_t apb, bool present);
void chipTells(bool telling);

uint64_t chipNow(void);
/* Nothing comes from the card by itself before this moment, as far as is known. */
void chipQuietUntil(uint64_t moment);
/* Lets time pass elsewhere; `attend` lets the slot's task do what it has been notified of. */
void chipRun(uint64_t until, void (*attend)(void));
/* Lets time pass until the next thing happens. */
void chipStep(void);

/* Whether the slot's task has been notified. What it does where it waits for that, unless time passes there. */
bool chipNotified(void);
extern void (*chipWaits)(void);
/* Somebody asks for an interrupt. */
extern void (*chipAllocates)(void);
/* Whoever waits for the slot's task lets it run. */
void chipGives(void);

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
