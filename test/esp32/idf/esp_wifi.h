/* As much of ESP-IDF as random.c calls: a radio that the run switches. */
typedef int esp_err_t;
#define ESP_OK 0
typedef enum { WIFI_MODE_NULL = 0, WIFI_MODE_STA } wifi_mode_t;
typedef enum { WIFI_PS_NONE = 0, WIFI_PS_MIN_MODEM } wifi_ps_type_t;
esp_err_t esp_wifi_get_mode(wifi_mode_t *mode);
esp_err_t esp_wifi_set_ps(wifi_ps_type_t sleep);
