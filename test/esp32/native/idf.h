/*
 * As much of ESP-IDF as the slot calls, for a host. One header stands for all of them; idf.c is the chip behind it, with
 * a time that passes only where the task waits.
 */

#ifndef __IDF_H__
#define __IDF_H__

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int esp_err_t;
enum { ESP_OK = 0, ESP_FAIL = -1, ESP_ERR_NO_MEM = 0x101, ESP_ERR_INVALID_ARG = 0x102, ESP_ERR_INVALID_STATE = 0x103 };

/* FreeRTOS */
typedef int BaseType_t;
typedef struct FakeTask *TaskHandle_t;
typedef struct FakeSemaphore *SemaphoreHandle_t;
#define pdTRUE 1
#define pdFALSE 0
#define pdPASS 1
#define portMAX_DELAY 0xffffffffUL
#define portYIELD_FROM_ISR(woken) ((void)(woken))
SemaphoreHandle_t xSemaphoreCreateMutex(void);
SemaphoreHandle_t xSemaphoreCreateBinary(void);
void vSemaphoreDelete(SemaphoreHandle_t semaphore);
BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, uint32_t ticks);
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore);
#define configNUMBER_OF_CORES 2
BaseType_t xTaskCreatePinnedToCore(void (*code)(void *), const char *name, uint32_t stack, void *it, unsigned priority,
	TaskHandle_t *task, BaseType_t core);
BaseType_t xTaskNotifyGive(TaskHandle_t task);
void vTaskNotifyGiveFromISR(TaskHandle_t task, BaseType_t *woken);
uint32_t ulTaskNotifyTake(BaseType_t clear, uint32_t ticks);
void vTaskDelete(TaskHandle_t task);
void vTaskSuspend(TaskHandle_t task);

/* soc/soc.h: what timer, UART and LEDC count; 80 MHz in silicon */
extern uint32_t fakeAPB;
#define APB_CLK_FREQ fakeAPB

/* driver/gptimer.h */
typedef struct FakeTimer *gptimer_handle_t;
typedef struct { uint64_t count_value; uint64_t alarm_value; } gptimer_alarm_event_data_t;
typedef bool (*gptimer_alarm_cb_t)(gptimer_handle_t timer, const gptimer_alarm_event_data_t *event, void *it);
typedef struct { gptimer_alarm_cb_t on_alarm; } gptimer_event_callbacks_t;
typedef struct { int clk_src; int direction; uint32_t resolution_hz; } gptimer_config_t;
typedef struct { uint64_t alarm_count; } gptimer_alarm_config_t;
enum { GPTIMER_CLK_SRC_APB = 1, GPTIMER_COUNT_UP = 1 };
esp_err_t gptimer_new_timer(const gptimer_config_t *config, gptimer_handle_t *timer);
esp_err_t gptimer_register_event_callbacks(gptimer_handle_t timer, const gptimer_event_callbacks_t *callbacks,
	void *it);
esp_err_t gptimer_enable(gptimer_handle_t timer);
esp_err_t gptimer_disable(gptimer_handle_t timer);
esp_err_t gptimer_start(gptimer_handle_t timer);
esp_err_t gptimer_stop(gptimer_handle_t timer);
esp_err_t gptimer_del_timer(gptimer_handle_t timer);
esp_err_t gptimer_get_raw_count(gptimer_handle_t timer, uint64_t *count);
esp_err_t gptimer_set_alarm_action(gptimer_handle_t timer, const gptimer_alarm_config_t *config);

/* driver/gpio.h, esp_rom_gpio.h, soc/gpio_pins.h, soc/gpio_sig_map.h */
typedef enum { GPIO_MODE_INPUT = 1, GPIO_MODE_OUTPUT, GPIO_MODE_INPUT_OUTPUT_OD } gpio_mode_t;
typedef enum { GPIO_INTR_DISABLE = 0, GPIO_INTR_POSEDGE, GPIO_INTR_NEGEDGE } gpio_int_type_t;
typedef enum { GPIO_PULLUP_DISABLE = 0, GPIO_PULLUP_ENABLE } gpio_pullup_t;
typedef struct {
	uint64_t pin_bit_mask;
	gpio_mode_t mode;
	gpio_pullup_t pull_up_en;
	gpio_int_type_t intr_type;
} gpio_config_t;
esp_err_t gpio_config(const gpio_config_t *config);
esp_err_t gpio_set_level(int pin, uint32_t level);
int gpio_get_level(int pin);
esp_err_t gpio_install_isr_service(int flags);
esp_err_t gpio_isr_handler_add(int pin, void (*handler)(void *), void *it);
esp_err_t gpio_isr_handler_remove(int pin);
esp_err_t gpio_intr_enable(int pin);
esp_err_t gpio_intr_disable(int pin);
enum { U1RXD_IN_IDX = 17, U1TXD_OUT_IDX = 17, U2RXD_IN_IDX = 198, U2TXD_OUT_IDX = 198, SIG_GPIO_OUT_IDX = 256 };
#define GPIO_MATRIX_CONST_ONE_INPUT (0x38)
void esp_rom_gpio_connect_out_signal(uint32_t pin, uint32_t signal, bool invert, bool enable);
void esp_rom_gpio_connect_in_signal(uint32_t pin, uint32_t signal, bool invert);

/* driver/ledc.h */
typedef enum { LEDC_CHANNEL_6 = 6, LEDC_CHANNEL_7 } ledc_channel_t;
typedef enum { LEDC_TIMER_2 = 2, LEDC_TIMER_3 } ledc_timer_t;
enum { LEDC_LOW_SPEED_MODE = 1, LEDC_USE_APB_CLK = 1, LEDC_TIMER_2_BIT = 2 };
typedef struct {
	int speed_mode;
	int duty_resolution;
	ledc_timer_t timer_num;
	uint32_t freq_hz;
	int clk_cfg;
} ledc_timer_config_t;
typedef struct {
	int gpio_num;
	int speed_mode;
	ledc_channel_t channel;
	ledc_timer_t timer_sel;
	uint32_t duty;
} ledc_channel_config_t;
esp_err_t ledc_timer_config(const ledc_timer_config_t *config);
esp_err_t ledc_channel_config(const ledc_channel_config_t *config);
esp_err_t ledc_stop(int mode, ledc_channel_t channel, uint32_t idle);
esp_err_t ledc_set_duty(int mode, ledc_channel_t channel, uint32_t duty);
esp_err_t ledc_update_duty(int mode, ledc_channel_t channel);

/* driver/uart.h, hal/uart_ll.h, soc/uart_struct.h */
typedef struct FakeUART uart_dev_t;
extern uart_dev_t UART1, UART2;
typedef enum { UART_PARITY_DISABLE = 0, UART_PARITY_EVEN = 2, UART_PARITY_ODD = 3 } uart_parity_t;
enum { UART_DATA_8_BITS = 3, UART_STOP_BITS_1 = 1, UART_HW_FLOWCTRL_DISABLE = 0 };
enum { UART_INTR_RXFIFO_FULL = 1, UART_INTR_PARITY_ERR = 4 };
typedef struct { int baud_rate; int data_bits; uart_parity_t parity; int stop_bits; int flow_ctrl; } uart_config_t;
esp_err_t uart_param_config(int port, const uart_config_t *config);
esp_err_t uart_set_baudrate(int port, uint32_t baud);
void uart_ll_set_parity(uart_dev_t *uart, uart_parity_t parity);
void uart_ll_set_rxfifo_full_thr(uart_dev_t *uart, uint16_t count);
void uart_ll_ena_intr_mask(uart_dev_t *uart, uint32_t mask);
void uart_ll_disable_intr_mask(uart_dev_t *uart, uint32_t mask);
void uart_ll_clr_intsts_mask(uart_dev_t *uart, uint32_t mask);
uint32_t uart_ll_get_intraw_mask(uart_dev_t *uart);
uint32_t uart_ll_get_rxfifo_len(uart_dev_t *uart);
void uart_ll_read_rxfifo(uart_dev_t *uart, uint8_t *bytes, uint32_t count);
void uart_ll_write_txfifo(uart_dev_t *uart, const uint8_t *bytes, uint32_t count);

/* esp_intr_alloc.h, soc/interrupts.h */
typedef struct FakeUART *intr_handle_t;
enum { ETS_UART1_INTR_SOURCE = 35, ETS_UART2_INTR_SOURCE };
esp_err_t esp_intr_alloc(int source, int flags, void (*handler)(void *), void *it, intr_handle_t *interrupt);
esp_err_t esp_intr_free(intr_handle_t interrupt);

#endif
