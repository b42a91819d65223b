/*
 * The bare contacts of one card slot on an ESP32: see iso7816.h. Clauses are those of ISO/IEC 7816-3:2006.
 *
 * One GPIO is I/O, open drain. The matrix decides who drives it: the UART, whose line is high while it does not send,
 * or the pin's own register, which stays low: for contacts that are down, and for the error signal. The UART hears I/O
 * but while the terminal has the word: then it hears a constant one, and neither echo nor error signal is a character.
 *
 * Leading edges are what all times count from, in both directions, and a GPIO interrupt notes them. The UART tells the
 * end of a character, in the middle of its pause, and the wrong parity, which must be answered there and then.
 *
 * Code and interrupts lie in flash, and wait while it is being written: no call is under way then, but contacts that a
 * card has left go down that much later.
 *
 * Compiled against ESP-IDF v6.0.1, whose drivers' sources the order of calls follows; not tried on hardware.
 */

#include "lines.h"

#include "driver/gpio.h"
#include "driver/uart.h"

/* An etu need not be whole ticks, and an edge right at its limit is in time. */
#define kRounding (1)
/* What a limit that is none comes to: 900 years. */
#define kNever (1ULL << 60)

/* Of nine levels the last. */
#define kParityHigh (0x100)

/* Of a character, etu from its leading edge. */
#define kBits (10)			// start, eight of data, parity (7.2)
#define kErrorSample (11)	// the card's error signal begins at 10.5, give or take 0.2, and lasts for 1 or more (7.3)
#define kErrorEnd (12)		// the terminal's, too, and ends between 11.5 and 12.5
#define kErrorOver (13)		// and the longest is over

/* A moment of the last minute and a half, of which an interrupt has noted the lower half. */
static uint64_t whole(ISO7816 slot, uint32_t moment)
{
	uint64_t count = iso7816Now(slot);
	return count - (uint32_t)((uint32_t)count - moment);
}

static uint64_t ticks(ISO7816 slot, double etu)
{
	double count = etu * slot->etu + 0.5;
	return (count < (double)kNever) ? (uint64_t)count : kNever;
}

/* An even number of levels is high in the direct convention, of low ones in the inverse (8.1). */
static bool isDamaged(ISO7816 slot, uint16_t levels)
{
	return (bool)__builtin_parity(levels) != slot->inverse;
}

/* The inverse convention has the most significant bit first, and low for one (8.1). */
static uint8_t inverted(uint8_t byte)
{
	byte = (uint8_t)(((byte & 0xf0) >> 4) | ((byte & 0x0f) << 4));
	byte = (uint8_t)(((byte & 0xcc) >> 2) | ((byte & 0x33) << 2));
	byte = (uint8_t)(((byte & 0xaa) >> 1) | ((byte & 0x55) << 1));
	return (uint8_t)~byte;
}

/*
 * The UART keeps its even parity, so that nothing changes under a character that is on its way: what the levels mean is
 * found out as they are taken.
 */
esp_err_t iso7816SetFraming(ISO7816 slot, bool inverse, double clocksPerEtu, bool errorSignal)
{
	double etu = clocksPerEtu * kISO7816TicksPerClock;
	slot->inverse = inverse;
	slot->signals = errorSignal;
	if (etu == slot->etu)
		return ESP_OK;
	slot->etu = etu;
	slot->tenHalf = (uint32_t)(10.5 * etu);
	slot->thirteen = (uint32_t)(kErrorOver * etu);
	return uart_set_baudrate(slot->wiring.uart, (uint32_t)(slot->wiring.clockHz / clocksPerEtu + 0.5));
}

/* Waiting. */

static uint64_t errorEnd(ISO7816 slot)
{
	return whole(slot, slot->edge) + ticks(slot, kErrorEnd);
}

/* What cannot wait for a call. */
static void look(ISO7816 slot)
{
	if (slot->left) {
		xSemaphoreTake(slot->lines, portMAX_DELAY);
		slot->left = false;
		slot->gone = true;
		if (slot->powered) {
			iso7816TakeDown(slot);
			slot->torn = true;
		}
		xSemaphoreGive(slot->lines);
	}
	if (slot->held && (iso7816Now(slot) >= errorEnd(slot))) {
		xSemaphoreTake(slot->lines, portMAX_DELAY);
		slot->held = false;
		// the line may have been put low meanwhile, for another reason
		if (slot->listening) {
			iso7816LetGo(slot);
			iso7816Listen(slot);
		}
		xSemaphoreGive(slot->lines);
	}
}

/* Sleeps until an interrupt has something to tell, or the moment is there. Nowhere else does a call wait. */
static void untilEvent(ISO7816 slot, uint64_t moment)
{
	gptimer_alarm_config_t alarm = { .alarm_count = moment };

	if (slot->held && (errorEnd(slot) < moment))
		alarm.alarm_count = errorEnd(slot);
	// set first, looked at the time afterwards: an alarm in the past does not come
	gptimer_set_alarm_action(slot->timer, &alarm);
	if (iso7816Now(slot) < alarm.alarm_count)
		ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
	look(slot);
}

static bool isGone(ISO7816 slot)
{
	return slot->torn || !iso7816Present(slot);
}

static bool untilMoment(ISO7816 slot, uint64_t moment)
{
	while (!isGone(slot) && (iso7816Now(slot) < moment))
		untilEvent(slot, moment);
	return !isGone(slot);
}

void iso7816Attend(ISO7816 slot)
{
	look(slot);
	while (slot->held)
		untilEvent(slot, errorEnd(slot));
}

ISO7816Ending iso7816Wait(ISO7816 slot, double clocks)
{
	uint64_t moment = iso7816Now(slot) + (uint64_t)(clocks * kISO7816TicksPerClock + 0.5);
	return untilMoment(slot, moment) ? kISO7816Complete : kISO7816Removed;
}

/* Sending. */

/* One character, when its time has come. */
static ISO7816Ending say(ISO7816 slot, uint8_t byte, double afterEtu)
{
	uint8_t bits = slot->inverse ? inverted(byte) : byte;
	uint64_t edge;

	// a character of the card's that begins meanwhile puts it off
	while (iso7816Now(slot) < (edge = whole(slot, slot->edge) + ticks(slot, afterEtu))) {
		if (isGone(slot))
			return kISO7816Removed;
		untilEvent(slot, edge);
	}
	iso7816BeDeaf(slot);
	iso7816AwaitEdge(slot);
	edge = iso7816Now(slot);
	uart_ll_write_txfifo(slot->uart, &bits, 1);
	if (!untilMoment(slot, edge + ticks(slot, kBits)))
		return kISO7816Removed;
	// the UART begins with its own next bit; a line that does not follow it at all has no edge
	if (slot->edged)
		edge = whole(slot, slot->edge);
	slot->edge = (uint32_t)edge;
	slot->edged = false;
	slot->seen = edge;
	if (!untilMoment(slot, edge + ticks(slot, slot->signals ? kErrorSample : kBits)))
		return kISO7816Removed;
	return (slot->signals && !gpio_get_level(slot->wiring.io)) ? kISO7816Refused : kISO7816Complete;
}

ISO7816Ending iso7816Send(ISO7816 slot, const uint8_t *bytes, uint32_t count,
	const ISO7816Pace *pace, uint32_t *sent)
{
	ISO7816Ending ending = isGone(slot) ? kISO7816Removed : kISO7816Complete;

	*sent = 0;
	uart_ll_set_parity(slot->uart, slot->inverse ? UART_PARITY_ODD : UART_PARITY_EVEN);
	while ((kISO7816Complete == ending) && (*sent < count)) {
		ending = say(slot, bytes[*sent], *sent ? pace->nextEtu : pace->firstEtu);
		if (kISO7816Complete == ending)
			*sent += 1;
	}
	uart_ll_set_parity(slot->uart, UART_PARITY_EVEN);
	// an error signal that there was, or that nobody looked for, is no character
	if ((kISO7816Refused == ending) || ((kISO7816Complete == ending) && !slot->signals)) {
		if (!untilMoment(slot, slot->seen + slot->thirteen))
			ending = kISO7816Removed;
	}
	if (kISO7816Removed != ending) {
		iso7816Forget(slot);
		iso7816Listen(slot);
	}
	return ending;
}

/* Receiving. */

/* The interrupt notes the edge before it says so. */
static bool isUnderWay(ISO7816 slot, uint64_t *edge)
{
	bool edged = slot->edged;
	*edge = whole(slot, slot->edge);
	return edged;
}

/* The next character whose leading edge comes until `limit`. */
static ISO7816Ending hear(ISO7816 slot, uint64_t limit, uint16_t *levels)
{
	limit += kRounding;
	for (;;) {
		uint64_t edge, moment = limit + 1;
		// looked at first: the interrupt ends a character by putting it into `heard`
		bool begun = isUnderWay(slot, &edge);

		if (isGone(slot))
			return kISO7816Removed;
		if (slot->tail != slot->head) {
			const ISO7816Character *character = &slot->heard[slot->tail];
			edge = whole(slot, character->edge);
			if (edge > limit)
				return kISO7816Silent;
			*levels = character->levels;
			slot->seen = edge;
			slot->tail = (slot->tail + 1) % kISO7816Heard;
			return kISO7816Complete;
		}
		if (begun && (edge <= limit)) {
			moment = edge + slot->thirteen;
			if (iso7816Now(slot) >= moment) {
				// an edge and no character: the line was touched
				iso7816AwaitEdge(slot);
				continue;
			}
		}
		else if (iso7816Now(slot) > limit)
			return kISO7816Silent;
		untilEvent(slot, moment);
	}
}

ISO7816Ending iso7816Receive(ISO7816 slot, uint8_t *bytes, uint32_t count,
	const ISO7816Limits *limits, uint32_t *received, double *etu)
{
	ISO7816Ending ending = kISO7816Complete;
	uint64_t start = slot->seen, end = start + ticks(slot, limits->allEtu);

	*received = 0;
	while ((kISO7816Complete == ending) && (*received < count)) {
		uint64_t limit = slot->seen + ticks(slot, *received ? limits->nextEtu : limits->firstEtu);
		uint16_t levels;

		ending = hear(slot, (limit < end) ? limit : end, &levels);
		if (kISO7816Complete != ending)
			break;
		bytes[(*received)++] = slot->inverse ? inverted((uint8_t)levels) : (uint8_t)levels;
		if (isDamaged(slot, levels))
			ending = kISO7816Damaged;
	}
	while (slot->held)
		untilEvent(slot, errorEnd(slot));
	*etu = *received ? (double)(slot->seen - start) / slot->etu : 0;
	return ending;
}

/* Interrupts. No arithmetic with fractions here: the floating-point unit is not theirs. */

static void wake(ISO7816 slot)
{
	BaseType_t woken = pdFALSE;
	vTaskNotifyGiveFromISR(slot->task, &woken);
	portYIELD_FROM_ISR(woken);
}

/* A character begins, the card's or the terminal's: its further edges are nobody's concern. */
void iso7816EdgeISR(void *it)
{
	ISO7816 slot = it;
	gpio_intr_disable(slot->wiring.io);
	slot->edge = (uint32_t)iso7816Now(slot);
	slot->edged = true;
	wake(slot);
}

/* A character has come, and its edge, if that was noted, is not too old to be its own. */
static void note(ISO7816 slot, uint16_t levels, uint32_t moment)
{
	uint16_t next = (slot->head + 1) % kISO7816Heard;

	if (!slot->edged || ((moment - slot->edge) > slot->thirteen))
		slot->edge = moment - slot->tenHalf;
	slot->edged = false;
	if (next == slot->tail)
		return;		// nobody has asked for so many
	slot->heard[slot->head].edge = slot->edge;
	slot->heard[slot->head].levels = levels;
	__atomic_thread_fence(__ATOMIC_RELEASE);
	slot->head = next;
}

/* A character of the card's is over but for its pause. */
void iso7816CharacterISR(void *it)
{
	ISO7816 slot = it;
	uint32_t moment = (uint32_t)iso7816Now(slot);
	bool wrong = 0 != (uart_ll_get_intraw_mask(slot->uart) & UART_INTR_PARITY_ERR);
	bool heard = false, refused = false;

	// one, unless this comes a whole character late: then each of them is suspect
	while (uart_ll_get_rxfifo_len(slot->uart)) {
		uint16_t levels;
		uint8_t bits;

		uart_ll_read_rxfifo(slot->uart, &bits, 1);
		// the end of it was high whatever the card said
		if (slot->deaf)
			continue;
		heard = true;
		levels = bits | (((bool)__builtin_parity(bits) != wrong) ? kParityHigh : 0);
		note(slot, levels, moment);
		refused = slot->signals && isDamaged(slot, levels);
	}
	// with the FIFO empty: it would be full again at once
	uart_ll_clr_intsts_mask(slot->uart, UART_INTR_RXFIFO_FULL | UART_INTR_PARITY_ERR);
	if (refused) {
		// the error signal begins here, 10.5 etu behind the leading edge, and the task ends it (7.3)
		iso7816BeDeaf(slot);
		iso7816HoldLow(slot);
		slot->held = true;
	}
	else if (heard)
		iso7816AwaitEdge(slot);
	wake(slot);
}

void iso7816PresenceISR(void *it)
{
	ISO7816 slot = it;
	slot->left = true;
	wake(slot);
}

bool iso7816TimerISR(gptimer_handle_t timer, const gptimer_alarm_event_data_t *event, void *it)
{
	ISO7816 slot = it;
	BaseType_t woken = pdFALSE;
	(void)timer;
	(void)event;
	vTaskNotifyGiveFromISR(slot->task, &woken);
	return pdTRUE == woken;
}
