@echo off
rem Starts Savanna on Windows; builds it on first use. After a change of the sources, delete search-core\target\savanna.built.
setlocal
set "root=%~dp0"
set "target=%root%search-core\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1 || (
    echo savanna: no Java found; install a JDK of version 17 or later, or set JAVA_HOME 1>&2
    exit /b 1
)
if not exist "%target%\savanna.built" (
    echo savanna: building, the first time this downloads about 150 MB of libraries 1>&2
    pushd "%root%"
    call mvn -q -B -Dmaven.test.skip=true package || (
        popd
        echo savanna: the build failed 1>&2
        exit /b 1
    )
    popd
    type nul > "%target%\savanna.built"
)
set OMP_NUM_THREADS=1
set OPENBLAS_NUM_THREADS=1
"%java%" -XX:+UseSerialGC -Xmx2g -Dorg.bytedeco.javacpp.maxbytes=2g -Dorg.bytedeco.javacpp.maxphysicalbytes=8g -cp "%target%\savanna-search-core.jar;%target%\lib\*;%SAVANNA_CLASSPATH%" savanna.cli.Main %*
exit /b %errorlevel%
