/* As much of ESP-IDF as random.c calls: a generator that counts. */
#include <stddef.h>
void esp_fill_random(void *buffer, size_t length);
