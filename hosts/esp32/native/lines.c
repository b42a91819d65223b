/*
 * Pins, clock and UART of one card slot on an ESP32, and the order of its lines: see iso7816.h. Clauses are those of
 * ISO/IEC 7816-3:2006. Compiled against ESP-IDF v6.0.1; not tried on hardware.
 */

#include "lines.h"

#include "driver/gpio.h"
#include "driver/ledc.h"
#include "driver/uart.h"
#include "esp_rom_gpio.h"
#include "soc/gpio_pins.h"
#include "soc/gpio_sig_map.h"
#include "soc/interrupts.h"
#include "soc/soc.h"
#include "soc/uart_struct.h"

/* CLK is cut from 80 MHz by 2 bits and a whole divider: no cycle is longer than another. */
#define kClockResolution LEDC_TIMER_2_BIT
#define kClockHalf (2)

/* Clocks of the etu before any other is agreed on (8.1). */
#define kInitialEtu (372)

uint64_t iso7816Now(ISO7816 slot)
{
	uint64_t count = 0;
	gptimer_get_raw_count(slot->timer, &count);
	return count;
}

static int signalOut(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? U1TXD_OUT_IDX : U2TXD_OUT_IDX;
}

static int signalIn(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? U1RXD_IN_IDX : U2RXD_IN_IDX;
}

void iso7816HoldLow(ISO7816 slot)
{
	esp_rom_gpio_connect_out_signal(slot->wiring.io, SIG_GPIO_OUT_IDX, false, false);
}

void iso7816LetGo(ISO7816 slot)
{
	esp_rom_gpio_connect_out_signal(slot->wiring.io, signalOut(slot), false, false);
}

void iso7816BeDeaf(ISO7816 slot)
{
	slot->deaf = true;
	esp_rom_gpio_connect_in_signal(GPIO_MATRIX_CONST_ONE_INPUT, signalIn(slot), false);
}

void iso7816AwaitEdge(ISO7816 slot)
{
	slot->edged = false;
	gpio_intr_enable(slot->wiring.io);
}

void iso7816Listen(ISO7816 slot)
{
	slot->deaf = false;
	esp_rom_gpio_connect_in_signal(slot->wiring.io, signalIn(slot), false);
	iso7816AwaitEdge(slot);
}

void iso7816Forget(ISO7816 slot)
{
	slot->tail = slot->head;
}

/* Setting up and giving back. */

static ledc_channel_t channelOf(ISO7816 slot)
{
	return (1 == slot->wiring.uart) ? LEDC_CHANNEL_7 : LEDC_CHANNEL_6;
}

/* Of both that count CLK: a timer is not divided by one, and by a fraction of theirs no two cycles would be alike. */
static bool isWhole(uint32_t clockHz)
{
	uint32_t tick = clockHz * kISO7816TicksPerClock, step = clockHz << kClockResolution;
	return clockHz && (APB_CLK_FREQ / tick > 1) && !(APB_CLK_FREQ % tick) && !(APB_CLK_FREQ % step);
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
		.resolution_hz = slot->wiring.clockHz * kISO7816TicksPerClock,
	};
	gptimer_event_callbacks_t callbacks = { .on_alarm = iso7816TimerISR };
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
	gpio_config_t io = {
		.pin_bit_mask = 1ULL << wiring->io,
		.mode = GPIO_MODE_INPUT_OUTPUT_OD,
		.intr_type = GPIO_INTR_NEGEDGE,
	};
	err = gpio_config(&lines);
	if (!err)
		err = gpio_config(&io);
	if (err)
		return err;
	iso7816HoldLow(slot);
	iso7816BeDeaf(slot);

	// the SDK may have installed it, for its own pins
	err = gpio_install_isr_service(0);
	if (err && (ESP_ERR_INVALID_STATE != err))
		return err;
	err = gpio_isr_handler_add(wiring->io, iso7816EdgeISR, slot);
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
	return err ? err : gpio_isr_handler_add(wiring->present, iso7816PresenceISR, slot);
}

/* Eight bits and a parity; the pause is kept by the timer, for T=1 may want less of it than two stop bits (11.2). */
static esp_err_t openUART(ISO7816 slot)
{
	uart_config_t config = {
		.baud_rate = (int)(slot->wiring.clockHz / kInitialEtu),
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
	err = esp_intr_alloc((1 == slot->wiring.uart) ? ETS_UART1_INTR_SOURCE : ETS_UART2_INTR_SOURCE, 0,
		iso7816CharacterISR, slot, &slot->interrupt);
	if (!err)
		uart_ll_ena_intr_mask(slot->uart, UART_INTR_RXFIFO_FULL);
	return err;
}

esp_err_t iso7816Open(ISO7816 slot)
{
	esp_err_t err;

	if (!isWhole(slot->wiring.clockHz))
		return ESP_ERR_INVALID_ARG;
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
		err = iso7816SetFraming(slot, false, kInitialEtu, false);
	return err;
}

/* Also of a slot that could be opened in part only. No task is in a call any more. */
void iso7816Close(ISO7816 slot)
{
	if (slot->powered)
		iso7816TakeDown(slot);
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
		iso7816LetGo(slot);
		iso7816Listen(slot);
		return;
	}
	gpio_intr_disable(slot->wiring.io);
	iso7816BeDeaf(slot);
	iso7816HoldLow(slot);
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
	slot->seen = iso7816Now(slot);
	slot->edge = (uint32_t)slot->seen;
	iso7816Forget(slot);
}

void iso7816TakeDown(ISO7816 slot)
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

