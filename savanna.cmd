@echo off
rem Starts Savanna on Windows; builds it on first use and whenever a source is newer than the build.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "target=%root%search-core\target"
set "stamp=%target%\savanna.built"

set "java=java"
if not defined JAVA_HOME goto find_java
rem JAVA_HOME may be written with quotes.
set "java=%JAVA_HOME:"=%\bin\java.exe"
if exist "%java%" goto ask_version
echo savanna: JAVA_HOME is set, but there is no bin\java.exe in it; set it to a JDK of version 17 or later, or unset it 1>&2
exit /b 1

:find_java
where java >nul 2>&1
if not errorlevel 1 goto ask_version
echo savanna: no Java found; install a JDK of version 17 or later, or set JAVA_HOME 1>&2
exit /b 1

:ask_version
set "version=0"
rem The line is "java.specification.version = 17": its fifth part, between dots and spaces.
for /f "tokens=5 delims=. " %%v in ('^""%java%" -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.specification.version ="^"') do set "version=%%v"
if %version% GEQ 17 goto check_build
echo savanna: this Java is too old or tells no version; expected 17 or later. Install a newer JDK or set JAVA_HOME 1>&2
exit /b 1

:check_build
if not exist "%stamp%" goto build
rem Without PowerShell a change of the sources goes unnoticed: delete search-core\target\savanna.built then.
where powershell >nul 2>&1
if errorlevel 1 goto run
powershell -NoProfile -Command "$t = (Get-Item -LiteralPath $env:stamp).LastWriteTime; $r = $env:root; $f = @('pom.xml', '*\pom.xml', '*\src\main') | ForEach-Object { Get-ChildItem -Path (Join-Path $r $_) -Recurse -File -ErrorAction SilentlyContinue }; $f += Get-ChildItem -Path (Join-Path $r 'results\*.program') -File; if ($f | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1) { exit 3 }"
if not errorlevel 3 goto run

:build
where mvn >nul 2>&1
if errorlevel 1 (
    echo savanna: Savanna is not built yet and Maven is not found; install Maven 3.8 or later 1>&2
    exit /b 1
)
echo savanna: building; the first time this downloads about 160 MB of libraries 1>&2
if not exist "%target%" mkdir "%target%"
rem As old as the beginning of the build, so that what changes meanwhile is built next time.
type nul > "%target%\savanna.building"
pushd "%root%"
call mvn -q -B -Dmaven.test.skip=true package > "%target%\savanna-build.log" 2>&1
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
    type "%target%\savanna-build.log" 1>&2
    echo savanna: the build failed; the log is search-core\target\savanna-build.log 1>&2
    exit /b 1
)
move /y "%target%\savanna.building" "%stamp%" >nul

:run
set OMP_NUM_THREADS=1
set OPENBLAS_NUM_THREADS=1
if not defined SAVANNA_MEMORY set "SAVANNA_MEMORY=2g"
set "classpath=%target%\savanna-search-core.jar;%target%\lib\*;%target%\lib\nd4j\*"
if defined SAVANNA_CLASSPATH set "classpath=%classpath%;%SAVANNA_CLASSPATH%"
set "access="
if %version% GEQ 24 set "access=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"%java%" %access% -XX:+UseSerialGC -Xmx%SAVANNA_MEMORY% -Dorg.bytedeco.javacpp.maxbytes=2g -Dorg.bytedeco.javacpp.maxphysicalbytes=8g -cp "%classpath%" savanna.cli.Main %*
exit /b %errorlevel%
