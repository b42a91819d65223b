/* What lines.c and iso7816.c share of a slot. Everybody else has iso7816.h. */

#ifndef __LINES_H__
#define __LINES_H__

#include "iso7816.h"

#define kISO7816TicksPerClock (10)

uint64_t	iso7816Now(ISO7816 slot);

/* Who drives I/O: the pin's own register, which stays low, or the UART. */
void		iso7816HoldLow(ISO7816 slot);
void		iso7816LetGo(ISO7816 slot);

/* Whether the UART hears it, and the next leading edge is noted. */
void		iso7816BeDeaf(ISO7816 slot);
void		iso7816Listen(ISO7816 slot);
void		iso7816AwaitEdge(ISO7816 slot);

/* What was heard and not asked for is nobody's. */
void		iso7816Forget(ISO7816 slot);

/* RST low, CLK stopped, I/O low, VCC off (6.4). The caller has `slot->lines`. */
void		iso7816TakeDown(ISO7816 slot);

/* A leading edge, the end of a character, the presence switch, an alarm. */
void		iso7816EdgeISR(void *it);
void		iso7816CharacterISR(void *it);
void		iso7816PresenceISR(void *it);
bool		iso7816TimerISR(gptimer_handle_t timer, const gptimer_alarm_event_data_t *event, void *it);

#endif
