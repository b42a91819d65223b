/* Calls random.c once for each state of radio and converter, and prints what became of the buffer. */
#include <stdio.h>
#include "xsmc.h"
#include "bootloader_random.h"
#include "esp_random.h"
#include "esp_wifi.h"

void xs_chip_random_feed(xsMachine *the);
void xs_chip_random_fill(xsMachine *the);

static esp_err_t state;
static wifi_mode_t mode;
/* As the radio begins. */
static wifi_ps_type_t asleep = WIFI_PS_MIN_MODEM;
static esp_err_t waking;
static int enabled;

esp_err_t esp_wifi_get_mode(wifi_mode_t *answer)
{
	*answer = mode;
	return state;
}

esp_err_t esp_wifi_set_ps(wifi_ps_type_t sleep)
{
	if (ESP_OK == waking)
		asleep = sleep;
	return waking;
}

void bootloader_random_enable(void)
{
	enabled++;
}

void esp_fill_random(void *buffer, size_t length)
{
	for (size_t i = 0; i < length; i++)
		((unsigned char *)buffer)[i] = (unsigned char)(i + 1);
}

static void run(const char *name, esp_err_t withState, wifi_mode_t withMode)
{
	unsigned char bytes[5] = {0};
	xsMachine machine = {.bytes = bytes, .length = 4};
	state = withState;
	mode = withMode;
	if (setjmp(machine.thrown))
		printf("%s: thrown,", name);
	else {
		xs_chip_random_fill(&machine);
		printf("%s: filled,", name);
	}
	for (int i = 0; i < 5; i++)
		printf(" %d", bytes[i]);
	printf("%s\n", WIFI_PS_NONE == asleep ? ", awake" : "");
}

static void feed(const char *name)
{
	xsMachine machine = {0};
	if (setjmp(machine.thrown))
		printf("%s: thrown,", name);
	else {
		xs_chip_random_feed(&machine);
		printf("%s: fed,", name);
	}
	printf(" enabled %d times\n", enabled);
}

int main(void)
{
	run("never started", 0x3001, WIFI_MODE_NULL);
	run("off", ESP_OK, WIFI_MODE_NULL);
	waking = 0x3001;
	run("on, and sleeps on", ESP_OK, WIFI_MODE_STA);
	waking = ESP_OK;
	run("on", ESP_OK, WIFI_MODE_STA);
	feed("on");
	state = 0x3001;
	mode = WIFI_MODE_NULL;
	asleep = WIFI_PS_MIN_MODEM;
	feed("off");
	feed("again");
	run("off and fed", 0x3001, WIFI_MODE_NULL);
	return 0;
}
