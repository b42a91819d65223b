/* The slot as its own task has it: main.c calls, and waits where it waits. */

#include "chip.h"
#include "played.h"

#include <string.h>

static ISO7816Record gSlot;

int playedOpen(const ISO7816Wiring *wiring)
{
	memset(&gSlot, 0, sizeof(gSlot));
	gSlot.wiring = *wiring;
	return iso7816Open(&gSlot);
}

void playedClose(void)
{
	iso7816Close(&gSlot);
}

void playedAttend(void)
{
	if (chipNotified())
		ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
	iso7816Attend(&gSlot);
}

bool playedGone(void)
{
	bool gone = gSlot.gone;
	gSlot.gone = false;
	return gone;
}

int playedSet(const char *line, int value)
{
	if (!strcmp(line, "supply"))
		return iso7816SetSupply(&gSlot, value);
	if (!strcmp(line, "clock"))
		return iso7816SetClock(&gSlot, value);
	if (!strcmp(line, "reset"))
		return iso7816SetReset(&gSlot, value);
	if (!strcmp(line, "io"))
		return iso7816SetIO(&gSlot, value);
	fail("no such command");
}

int playedFraming(bool inverse, double clocksPerEtu, bool errorSignal)
{
	return iso7816SetFraming(&gSlot, inverse, clocksPerEtu, errorSignal);
}

void playedWait(double clocks, Played *played)
{
	played->ending = iso7816Wait(&gSlot, clocks);
}

void playedSend(const uint8_t *bytes, uint32_t count, const ISO7816Pace *pace, Played *played)
{
	played->ending = iso7816Send(&gSlot, bytes, count, pace, &played->count);
}

void playedReceive(uint32_t count, const ISO7816Limits *limits, Played *played)
{
	played->ending = iso7816Receive(&gSlot, played->bytes, count, limits, &played->count, &played->etu);
}

void chipGives(void)
{
	fail("nobody waits for this task");
}
