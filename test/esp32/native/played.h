/* How main.c has the slot: by the core itself (core.c), or through its class in a machine of XS (machine.c). */

#ifndef __PLAYED_H__
#define __PLAYED_H__

#include "iso7816.h"

#define kPlayedBytes (512)

typedef struct {
	int			ending;			// or what a line has to complain of
	uint32_t	count;
	double		etu;
	uint8_t		bytes[kPlayedBytes];	// of a reception
	bool		gone;			// the card has left since it was last told
} Played;

/* Returns what it complains of; what was opened in part is closed all the same. */
int playedOpen(const ISO7816Wiring *wiring);
void playedClose(void);

/* What the slot's task does when it has been notified. */
void playedAttend(void);
/* Once every command is done: what there is to tell besides. */
bool playedGone(void);

int playedSet(const char *line, int value);
int playedFraming(bool inverse, double clocksPerEtu, bool errorSignal);
void playedWait(double clocks, Played *played);
void playedSend(const uint8_t *bytes, uint32_t count, const ISO7816Pace *pace, Played *played);
void playedReceive(uint32_t count, const ISO7816Limits *limits, Played *played);

#endif
