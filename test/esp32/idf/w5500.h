/* As much of ESP-IDF 6.0 and of espressif/w5500 1.0.1 as ethernet.c uses, each structure with the members that it touches. */
#ifndef W5500_H
#define W5500_H
#include <stdint.h>

enum { SPI1_HOST = 1, SPI2_HOST, SPI3_HOST };
enum { SPI_DMA_CH_AUTO = 3 };
typedef struct {
	uint8_t command_bits, address_bits;
	int spics_io_num;
} spi_device_interface_config_t;

typedef struct { uint32_t rx_task_stack_size; } eth_mac_config_t;
typedef struct { int reset_gpio_num; uint32_t autonego_timeout_ms; } eth_phy_config_t;
#define ETH_MAC_DEFAULT_CONFIG() { .rx_task_stack_size = 2048 }
#define ETH_PHY_DEFAULT_CONFIG() { .reset_gpio_num = 5, .autonego_timeout_ms = 4000 }
typedef struct { int unused; } esp_eth_mac_t;
typedef struct { int unused; } esp_eth_phy_t;

typedef struct {
	int int_gpio_num;
	uint32_t poll_period_ms;
	int spi_host_id;
	spi_device_interface_config_t *spi_devcfg;
} eth_w5500_config_t;
#define ETH_W5500_DEFAULT_CONFIG(host, device) \
	{ .int_gpio_num = 4, .poll_period_ms = 0, .spi_host_id = host, .spi_devcfg = device }

esp_eth_mac_t *esp_eth_mac_new_w5500(const eth_w5500_config_t *chip, const eth_mac_config_t *mac);
esp_eth_phy_t *esp_eth_phy_new_w5500(const eth_phy_config_t *phy);
#endif
