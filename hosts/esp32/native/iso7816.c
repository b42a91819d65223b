/*
 * The bare contacts of one card slot on an ESP32: see iso7816.h. Clauses are those of ISO/IEC 7816-3:2006.
 *
 * One GPIO is I/O, open drain. The matrix decides who drives it: the UART, whose line is high while it does not send, or
 * the pin's own register, which stays low, for the contacts that are down and for the error signal. The UART hears I/O but
 * while the terminal has the word: then it hears a constant one, and neither an echo nor an error signal is a character.
 *
 * Leading edges are what all times count from, in both directions, and a GPIO interrupt notes them. The UART tells the end
 * of a character, in the middle of its pause, and the wrong parity, which must be answered there and then.
 *
 * Nothing here has been tried on hardware.
 */

#include "iso7816.h"

#include "driver/gpio.h"
#include "driver/ledc.h"
#include "driver/uart.h"
#include "esp_rom_gpio.h"
#include "soc/gpio_sig_map.h"
#include "soc/interrupts.h"
#include "soc/uart_struct.h"

#define kTicksPerClock (10)
/* An etu need not be whole ticks, and an edge right at its limit is in time. */
#define kRounding (1)
/* What a limit that is none comes to: 900 years. */
#define kNever (1ULL << 60)

/* The matrix's input that is always high. */
#define kConstantOne (0x38)

/* A card's CLK is cut from 80 MHz by 2 bits and a whole divider: no cycle is longer than another. */
#define kClockResolution LEDC_TIMER_2_BIT
#define kClockHalf (2)

/* Of a character, etu from its leading edge. */
#define kBits (10)			// start, eight of data, parity (7.2)
#define kErrorSample (11)	// the card's error signal begins at 10.5, give or take 0.2, and lasts for 1 or more (7.3)
#define kErrorEnd (12)		// the terminal's, too, and ends between 11.5 and 12.5
#define kErrorOver (13)		// and the longest is over

static void edgeISR(void *it);
static void characterISR(void *it);
static void presenceISR(void *it);
static bool timerISR(gptimer_handle_t timer, const gptimer_alarm_event_data_t *event, void *it);

static uint64_t now(ISO7816 slot)
{
	uint64_t count = 0;
	gptimer_get_raw_count(slot->timer, &count);
	return count;
}

/* A moment of the last minute and a half, of which an interrupt has noted the lower half. */
static uint64_t whole(ISO7816 slot, uint32_t moment)
{
	uint64_t count = now(slot);
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

static int signalOut(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? U1TXD_OUT_IDX : U2TXD_OUT_IDX;
}

static int signalIn(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? U1RXD_IN_IDX : U2RXD_IN_IDX;
}

/* Who drives I/O, and whether the UART hears it. */

static void holdLow(ISO7816 slot)
{
	esp_rom_gpio_connect_out_signal(slot->wiring.io, SIG_GPIO_OUT_IDX, false, false);
}

static void letGo(ISO7816 slot)
{
	esp_rom_gpio_connect_out_signal(slot->wiring.io, signalOut(slot), false, false);
}

static void beDeaf(ISO7816 slot)
{
	esp_rom_gpio_connect_in_signal(kConstantOne, signalIn(slot), false);
}

static void awaitEdge(ISO7816 slot)
{
	slot->edged = false;
	gpio_intr_enable(slot->wiring.io);
}

static void listen(ISO7816 slot)
{
	esp_rom_gpio_connect_in_signal(slot->wiring.io, signalIn(slot), false);
	awaitEdge(slot);
}

/* What was heard and not asked for is nobody's. */
static void forget(ISO7816 slot)
{
	slot->tail = slot->head;
}

/* Setting up and giving back. */

static ledc_channel_t channelOf(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? LEDC_CHANNEL_7 : LEDC_CHANNEL_6;
}

static esp_err_t openClock(ISO7816 slot)
{
	ledc_timer_t number = (1 == slot->wiring.uart) ? LEDC_TIMER_3 : LEDC_TIMER_2;
	ledc_timer_config_t timer = {
		.speed_mode = LEDC_LOW_SPEED_MODE,
		.duty_resolution = kClockResolution,
		.timer_num = number,
		.freq_hz = slot->wiring.clockHz,
		.clk_cfg = LEDC_USE_APB_CLK,
	};
	ledc_channel_config_t channel = {
		.gpio_num = slot->wiring.clock,
		.speed_mode = LEDC_LOW_SPEED_MODE,
		.channel = channelOf(slot),
		.timer_sel = number,
		.duty = 0,
	};
	esp_err_t err = ledc_timer_config(&timer);
	if (!err)
		err = ledc_channel_config(&channel);
	if (!err)
		err = ledc_stop(LEDC_LOW_SPEED_MODE, channelOf(slot), 0);
	return err;
}

static esp_err_t openTimer(ISO7816 slot)
{
	gptimer_config_t config = {
		.clk_src = GPTIMER_CLK_SRC_APB,
		.direction = GPTIMER_COUNT_UP,
		.resolution_hz = slot->wiring.clockHz * kTicksPerClock,
	};
	gptimer_event_callbacks_t callbacks = { .on_alarm = timerISR };
	esp_err_t err = gptimer_new_timer(&config, &slot->timer);
	if (!err)
		err = gptimer_register_event_callbacks(slot->timer, &callbacks, slot);
	if (!err)
		err = gptimer_enable(slot->timer);
	if (!err)
		err = gptimer_start(slot->timer);
	return err;
}

static esp_err_t openPins(ISO7816 slot)
{
	const ISO7816Wiring *wiring = &slot->wiring;
	uint64_t outputs = 1ULL << wiring->reset;
	esp_err_t err;
	int class;

	gpio_set_level(wiring->reset, 0);
	gpio_set_level(wiring->io, 0);
	for (class = kISO7816ClassA; class < kISO7816Classes; class++) {
		if (kISO7816NoPin == wiring->supplies[class])
			continue;
		gpio_set_level(wiring->supplies[class], 0);
		outputs |= 1ULL << wiring->supplies[class];
	}
	gpio_config_t lines = { .pin_bit_mask = outputs, .mode = GPIO_MODE_OUTPUT };
	gpio_config_t io = { .pin_bit_mask = 1ULL << wiring->io, .mode = GPIO_MODE_INPUT_OUTPUT_OD, .intr_type = GPIO_INTR_NEGEDGE };
	err = gpio_config(&lines);
	if (!err)
		err = gpio_config(&io);
	if (err)
		return err;
	holdLow(slot);
	beDeaf(slot);

	// the SDK may have installed it, for its own pins
	err = gpio_install_isr_service(0);
	if (err && (ESP_ERR_INVALID_STATE != err))
		return err;
	err = gpio_isr_handler_add(wiring->io, edgeISR, slot);
	gpio_intr_disable(wiring->io);
	if (err || (kISO7816NoPin == wiring->present))
		return err;

	gpio_config_t present = {
		.pin_bit_mask = 1ULL << wiring->present,
		.mode = GPIO_MODE_INPUT,
		.pull_up_en = GPIO_PULLUP_ENABLE,
		.intr_type = GPIO_INTR_POSEDGE,
	};
	err = gpio_config(&present);
	return err ? err : gpio_isr_handler_add(wiring->present, presenceISR, slot);
}

/* Eight bits and a parity; the pause is kept by the timer, for T=1 may want less of it than two stop bits (11.2). */
static esp_err_t openUART(ISO7816 slot)
{
	uart_config_t config = {
		.baud_rate = (int)(slot->wiring.clockHz / 372),
		.data_bits = UART_DATA_8_BITS,
		.parity = UART_PARITY_EVEN,
		.stop_bits = UART_STOP_BITS_1,
		.flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
	};
	esp_err_t err = uart_param_config(slot->wiring.uart, &config);
	if (err)
		return err;
	slot->uart = (1 == slot->wiring.uart) ? &UART1 : &UART2;
	uart_ll_set_rxfifo_full_thr(slot->uart, 1);
	uart_ll_clr_intsts_mask(slot->uart, UART_INTR_RXFIFO_FULL | UART_INTR_PARITY_ERR);
	err = esp_intr_alloc((1 == slot->wiring.uart) ? ETS_UART1_INTR_SOURCE : ETS_UART2_INTR_SOURCE, 0, characterISR, slot, &slot->interrupt);
	if (!err)
		uart_ll_ena_intr_mask(slot->uart, UART_INTR_RXFIFO_FULL);
	return err;
}

esp_err_t iso7816Open(ISO7816 slot, const ISO7816Wiring *wiring)
{
	esp_err_t err;

	slot->wiring = *wiring;
	slot->lines = xSemaphoreCreateMutex();
	if (!slot->lines)
		return ESP_ERR_NO_MEM;
	err = openTimer(slot);
	if (!err)
		err = openPins(slot);
	if (!err)
		err = openClock(slot);
	if (!err)
		err = openUART(slot);
	if (!err)
		err = iso7816SetFraming(slot, false, 372, false);
	return err;
}

static void takeDown(ISO7816 slot);

/* Also of a slot that could be opened in part only. No task is in a call any more. */
void iso7816Close(ISO7816 slot)
{
	if (slot->powered)
		takeDown(slot);
	if (slot->interrupt) {
		uart_ll_disable_intr_mask(slot->uart, UART_INTR_RXFIFO_FULL);
		esp_intr_free(slot->interrupt);
	}
	gpio_isr_handler_remove(slot->wiring.io);
	if (kISO7816NoPin != slot->wiring.present)
		gpio_isr_handler_remove(slot->wiring.present);
	if (slot->timer) {
		gptimer_stop(slot->timer);
		gptimer_disable(slot->timer);
		gptimer_del_timer(slot->timer);
	}
	if (slot->lines)
		vSemaphoreDelete(slot->lines);
}

/* The lines. Each of these four knows that the order is right. */

static void driveSupply(ISO7816 slot, int class)
{
	int each;
	for (each = kISO7816ClassA; each < kISO7816Classes; each++) {
		int pin = slot->wiring.supplies[each];
		if ((kISO7816NoPin != pin) && (each != class))
			gpio_set_level(pin, 0);
	}
	if (kISO7816Off != class)
		gpio_set_level(slot->wiring.supplies[class], 1);
	slot->powered = kISO7816Off != class;
}

static void driveIO(ISO7816 slot, bool reception)
{
	slot->listening = reception;
	if (reception) {
		letGo(slot);
		listen(slot);
		return;
	}
	gpio_intr_disable(slot->wiring.io);
	beDeaf(slot);
	holdLow(slot);
	slot->held = false;
}

static void driveClock(ISO7816 slot, bool running)
{
	if (running) {
		ledc_set_duty(LEDC_LOW_SPEED_MODE, channelOf(slot), kClockHalf);
		ledc_update_duty(LEDC_LOW_SPEED_MODE, channelOf(slot));
	}
	else
		ledc_stop(LEDC_LOW_SPEED_MODE, channelOf(slot), 0);
	slot->running = running;
}

static void driveReset(ISO7816 slot, bool high)
{
	gpio_set_level(slot->wiring.reset, high);
	slot->high = high;
	slot->seen = now(slot);
	slot->edge = (uint32_t)slot->seen;
	forget(slot);
}

/* RST low, CLK stopped, I/O low, VCC off (6.4). */
static void takeDown(ISO7816 slot)
{
	driveReset(slot, false);
	driveClock(slot, false);
	driveIO(slot, false);
	driveSupply(slot, kISO7816Off);
}

bool iso7816Present(ISO7816 slot)
{
	return (kISO7816NoPin == slot->wiring.present) || !gpio_get_level(slot->wiring.present);
}

/* Moves a line, unless the slot's task has taken all of them down. */
static esp_err_t move(ISO7816 slot, bool inOrder, void (*drive)(ISO7816, bool), bool value)
{
	if (slot->torn)
		return ESP_OK;
	if (!inOrder)
		return ESP_ERR_INVALID_STATE;
	drive(slot, value);
	return ESP_OK;
}

esp_err_t iso7816SetSupply(ISO7816 slot, int class)
{
	esp_err_t err = ESP_OK;

	if ((kISO7816Off != class) && (kISO7816NoPin == slot->wiring.supplies[class]))
		return ESP_ERR_INVALID_ARG;
	xSemaphoreTake(slot->lines, portMAX_DELAY);
	if (kISO7816Off != class) {
		if (slot->powered || slot->high)
			err = ESP_ERR_INVALID_STATE;
		else {
			slot->torn = false;
			slot->left = false;
			driveSupply(slot, class);
		}
	}
	else if (!slot->torn) {
		if (slot->listening)
			err = ESP_ERR_INVALID_STATE;
		else
			driveSupply(slot, kISO7816Off);
	}
	xSemaphoreGive(slot->lines);
	return err;
}

esp_err_t iso7816SetIO(ISO7816 slot, bool reception)
{
	esp_err_t err;
	xSemaphoreTake(slot->lines, portMAX_DELAY);
	err = move(slot, reception ? slot->powered : !slot->running, driveIO, reception);
	xSemaphoreGive(slot->lines);
	return err;
}

esp_err_t iso7816SetClock(ISO7816 slot, bool running)
{
	esp_err_t err;
	xSemaphoreTake(slot->lines, portMAX_DELAY);
	err = move(slot, running ? slot->listening : !slot->high, driveClock, running);
	xSemaphoreGive(slot->lines);
	return err;
}

esp_err_t iso7816SetReset(ISO7816 slot, bool high)
{
	esp_err_t err;
	xSemaphoreTake(slot->lines, portMAX_DELAY);
	err = move(slot, !high || slot->running, driveReset, high);
	xSemaphoreGive(slot->lines);
	return err;
}

/* The UART keeps its even parity, so that nothing changes under a character that is on its way: levels are read later. */
esp_err_t iso7816SetFraming(ISO7816 slot, bool inverse, double clocksPerEtu, bool errorSignal)
{
	double etu = clocksPerEtu * kTicksPerClock;
	slot->inverse = inverse;
	slot->signals = errorSignal;
	if (etu == slot->etu)
		return ESP_OK;
	slot->etu = etu;
	slot->tenHalf = (uint32_t)(10.5 * etu);
	slot->thirteen = (uint32_t)(13 * etu);
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
			takeDown(slot);
			slot->torn = true;
		}
		xSemaphoreGive(slot->lines);
	}
	if (slot->held && (now(slot) >= errorEnd(slot))) {
		slot->held = false;
		letGo(slot);
		listen(slot);
	}
}

/* Sleeps until an interrupt has something to tell, or the moment is there. The one place where the slot's task waits. */
static void untilEvent(ISO7816 slot, uint64_t moment)
{
	gptimer_alarm_config_t alarm = { .alarm_count = moment };

	if (slot->held && (errorEnd(slot) < moment))
		alarm.alarm_count = errorEnd(slot);
	// set first, looked at the time afterwards: an alarm in the past does not come
	gptimer_set_alarm_action(slot->timer, &alarm);
	if (now(slot) < alarm.alarm_count)
		ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
	look(slot);
}

static bool isGone(ISO7816 slot)
{
	return slot->torn || !iso7816Present(slot);
}

static bool untilMoment(ISO7816 slot, uint64_t moment)
{
	while (!isGone(slot) && (now(slot) < moment))
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
	return untilMoment(slot, now(slot) + (uint64_t)(clocks * kTicksPerClock + 0.5)) ? kISO7816Complete : kISO7816Removed;
}

/* Sending. */

/* One character, when its time has come. */
static ISO7816Ending say(ISO7816 slot, uint8_t byte, double afterEtu)
{
	uint8_t bits = slot->inverse ? inverted(byte) : byte;
	uint64_t edge;

	// a character of the card's that begins meanwhile puts it off
	while (now(slot) < (edge = whole(slot, slot->edge) + ticks(slot, afterEtu))) {
		if (isGone(slot))
			return kISO7816Removed;
		untilEvent(slot, edge);
	}
	beDeaf(slot);
	awaitEdge(slot);
	edge = now(slot);
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

ISO7816Ending iso7816Send(ISO7816 slot, const uint8_t *bytes, uint32_t count, const ISO7816Pace *pace, uint32_t *sent)
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
		forget(slot);
		listen(slot);
	}
	return ending;
}

/* Receiving. */

static bool isUnderWay(ISO7816 slot, uint64_t *edge)
{
	*edge = whole(slot, slot->edge);
	return slot->edged;
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
			if (now(slot) >= moment) {
				// an edge and no character: the line was touched
				awaitEdge(slot);
				continue;
			}
		}
		else if (now(slot) > limit)
			return kISO7816Silent;
		untilEvent(slot, moment);
	}
}

ISO7816Ending iso7816Receive(ISO7816 slot, uint8_t *bytes, uint32_t count, const ISO7816Limits *limits, uint32_t *received, double *etu)
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
static void edgeISR(void *it)
{
	ISO7816 slot = it;
	gpio_intr_disable(slot->wiring.io);
	slot->edge = (uint32_t)now(slot);
	slot->edged = true;
	wake(slot);
}

/* A character of the card's is over but for its pause. */
static void characterISR(void *it)
{
	ISO7816 slot = it;
	uint32_t moment = (uint32_t)now(slot);
	bool wrong = 0 != (uart_ll_get_intraw_mask(slot->uart) & UART_INTR_PARITY_ERR);

	uart_ll_clr_intsts_mask(slot->uart, UART_INTR_RXFIFO_FULL | UART_INTR_PARITY_ERR);
	// one, unless this comes a whole character late: then each of them is suspect
	while (uart_ll_get_rxfifo_len(slot->uart)) {
		uint16_t next = (slot->head + 1) % kISO7816Heard;
		uint16_t levels;
		uint8_t bits;

		uart_ll_read_rxfifo(slot->uart, &bits, 1);
		levels = bits | (((bool)__builtin_parity(bits) != wrong) ? 0x100 : 0);
		if (!slot->edged || ((moment - slot->edge) > slot->thirteen))
			slot->edge = moment - slot->tenHalf;
		slot->edged = false;
		if (next != slot->tail) {
			slot->heard[slot->head].edge = slot->edge;
			slot->heard[slot->head].levels = levels;
			__atomic_thread_fence(__ATOMIC_RELEASE);
			slot->head = next;
		}
		if (slot->signals && isDamaged(slot, levels))
			slot->held = true;
	}
	// the error signal begins here, 10.5 etu behind the leading edge; the task ends it (7.3)
	if (slot->held) {
		beDeaf(slot);
		holdLow(slot);
	}
	else
		awaitEdge(slot);
	wake(slot);
}

static void presenceISR(void *it)
{
	ISO7816 slot = it;
	slot->left = true;
	wake(slot);
}

static bool timerISR(gptimer_handle_t timer, const gptimer_alarm_event_data_t *event, void *it)
{
	ISO7816 slot = it;
	BaseType_t woken = pdFALSE;
	(void)timer;
	(void)event;
	vTaskNotifyGiveFromISR(slot->task, &woken);
	return pdTRUE == woken;
}
