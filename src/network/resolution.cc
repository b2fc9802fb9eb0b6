#include "network/resolution.h"
